using System.CommandLine;
using FaceMatch.Cli.Client;
using FaceMatch.Cli.Connection;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Searches;

namespace FaceMatch.Cli.Search;

/// <summary><c>facematch search IMAGE --case ... --legal-reference ... --justification ...</c></summary>
public sealed class SearchCommand : Command
{
    /// <summary>The API takes no more; larger files are refused there too, but only after they were sent.</summary>
    private const long LargestImage = 100L << 20;

    private readonly Argument<FileInfo> _image = new Argument<FileInfo>("IMAGE") { Description = "The probe image." }.AcceptExistingOnly();
    private readonly Option<string> _case = new("--case") { Description = "Case reference.", HelpName = "TEXT", Required = true };
    private readonly Option<string> _legal = new("--legal-reference") { Description = "Offence, proceeding or missing-person reference.", HelpName = "TEXT", Required = true };
    private readonly Option<string> _why = new("--justification") { Description = "Why this search is needed.", HelpName = "TEXT", Required = true };
    private readonly Option<string[]> _watchlists = new("--watchlist") { Description = "Search only this list, by name or id; may be given again.", HelpName = "NAME" };
    private readonly Option<int?> _limit = new("--limit") { Description = "Candidates for each face, 1 to 100. Otherwise 20.", HelpName = "N" };
    private readonly Option<int?> _face = new("--face") { Description = "Search only with this face, counted from 0 as in an earlier answer.", HelpName = "INDEX" };
    private readonly Option<bool> _json = new("--json") { Description = "Print the answer of the API as JSON." };
    private readonly ServerConnection _connection;
    private readonly CliEnvironment _environment;

    public SearchCommand(CliEnvironment environment)
        : base("search", "Searches the watchlists with a probe image and prints ranked candidates. Exit status 1: a part of the gallery did not answer.")
    {
        _environment = environment;
        Arguments.Add(_image);
        Options.Add(_case);
        Options.Add(_legal);
        Options.Add(_why);
        Options.Add(_watchlists);
        Options.Add(_limit);
        Options.Add(_face);
        Options.Add(_json);
        _connection = new ServerConnection(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        FileInfo file = parsed.GetRequiredValue(_image);
        if (file.Length > LargestImage) throw new UsageException($"{file.FullName} is larger than the {LargestImage >> 20} MB that a search takes.");
        using FaceMatchClient client = _connection.Open(parsed, _environment);
        string[] names = parsed.GetValue(_watchlists) ?? [];
        IReadOnlyList<string>? lists = names.Length == 0 ? null : await WatchlistNames.ToIdsAsync(client, names, cancellationToken);
        SearchView answer = await client.SearchAsync(
            new SearchRequest(
                await File.ReadAllBytesAsync(file.FullName, cancellationToken), parsed.GetValue(_case), parsed.GetValue(_legal),
                parsed.GetValue(_why), lists, parsed.GetValue(_limit), parsed.GetValue(_face)),
            cancellationToken);
        if (parsed.GetValue(_json)) _environment.WriteJson(answer);
        else SearchReport.Print(answer, _environment);
        return answer.Coverage.Complete ? ExitCodes.Ok : ExitCodes.Partly;
    }
}
