using System.CommandLine;
using FaceMatch.Cli.Client;
using FaceMatch.Cli.Connection;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Cli.Audit;

/// <summary><c>facematch audit list</c></summary>
public sealed class AuditListCommand : Command
{
    private readonly Option<string?> _from = new("--from") { Description = "From this time on, like 2026-03-01T12:00:00Z.", HelpName = "TIME" };
    private readonly Option<string?> _to = new("--to") { Description = "Before this time.", HelpName = "TIME" };
    private readonly Option<string?> _actor = new("--actor") { Description = "Of one account.", HelpName = "ID" };
    private readonly Option<string?> _subject = new("--subject") { Description = "About one subject.", HelpName = "ID" };
    private readonly Option<string?> _after = new("--after") { Description = "Older than this entry: where the page before ended.", HelpName = "N" };
    private readonly Option<bool> _json = new("--json") { Description = "Print the answer of the API as JSON." };
    private readonly ServerConnection _connection;
    private readonly CliEnvironment _environment;

    public AuditListCommand(CliEnvironment environment)
        : base("list", "Shows entries of the ledger, newest first. Looking is itself an entry of the ledger.")
    {
        _environment = environment;
        foreach (Option option in new Option[] { _from, _to, _actor, _subject, _after, _json }) Options.Add(option);
        _connection = new ServerConnection(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using FaceMatchClient client = _connection.Open(parsed, _environment);
        Page<LedgerEntryView> page = await client.ListAuditAsync(
            [
                ("from", parsed.GetValue(_from)), ("to", parsed.GetValue(_to)), ("actor", parsed.GetValue(_actor)),
                ("subject", parsed.GetValue(_subject)), ("after", parsed.GetValue(_after)),
            ],
            cancellationToken);
        if (parsed.GetValue(_json))
        {
            _environment.WriteJson(page);
            return ExitCodes.Ok;
        }

        foreach (LedgerEntryView entry in page.Items)
            _environment.Output.WriteLine(FormattableString.Invariant($"{entry.Sequence}  {entry.At:u}  {entry.ActorName}  {entry.Action}  {entry.Target}  {entry.Detail}"));
        if (page.Next is { } next) _environment.Say($"There are older ones: --after {next}");
        return ExitCodes.Ok;
    }
}
