using System.Text;
using System.Text.Json;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Subjects;
using FaceMatch.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FaceMatch.Cli.Tests;

public sealed class AuditTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, string> Offline = [];
    private static readonly LedgerKey Key = new();

    [Fact]
    public async Task A_whole_export_is_proven_without_a_server_or_a_key()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("ledger.jsonl", Export());

        CliRun run = await CliRun.OfAsync(Offline, "audit", "verify", file);

        Assert.Equal(ExitCodes.Ok, run.Status);
        Assert.Contains("Whole: 4 entries", run.Output, StringComparison.Ordinal);
        Assert.Contains(Key.PublicKey, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Oversight_21_Who_knows_the_key_finds_a_ledger_that_was_signed_with_another()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("ledger.jsonl", Export());

        Assert.Equal(ExitCodes.Ok, (await CliRun.OfAsync(Offline, "audit", "verify", file, "--public-key", Key.PublicKey)).Status);
        CliRun other = await CliRun.OfAsync(Offline, "audit", "verify", file, "--public-key", new LedgerKey().PublicKey);
        Assert.Equal(ExitCodes.Partly, other.Status);
        Assert.Contains("BROKEN: Signed with the key", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Oversight_21_The_first_broken_entry_is_named_for_people_and_for_programs()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("ledger.jsonl", Export().Replace("camera/3", "camera/7", StringComparison.Ordinal));

        CliRun run = await CliRun.OfAsync(Offline, "audit", "verify", file);
        Assert.Equal(ExitCodes.Partly, run.Status);
        Assert.Contains("BROKEN: Entry 3 was changed", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 entries before it", run.Output, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse((await CliRun.OfAsync(Offline, "audit", "verify", file, "--json")).Output);
        JsonElement fault = json.RootElement.GetProperty("fault");
        Assert.Equal(("changed", 3), (fault.GetProperty("kind").GetString(), fault.GetProperty("entry").GetInt32()));
    }

    [Fact]
    public async Task What_cannot_be_read_and_a_key_that_is_none_are_faults_of_the_command_line()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("ledger.jsonl", Export());

        Assert.Equal(ExitCodes.Usage, (await CliRun.OfAsync(Offline, "audit", "verify", Path.Combine(folder.Path, "none.jsonl"))).Status);
        Assert.Equal(ExitCodes.Usage, (await CliRun.OfAsync(Offline, "audit", "verify", file, "--public-key", "abc")).Status);
    }

    [Fact]
    public async Task An_export_is_written_as_it_came_and_never_over_a_file_that_is_there()
    {
        await using ContractServer server = await ContractServer.StartAsync(app =>
            app.MapGet("/api/v1/audit/export", () => Results.Text(Export(), "application/jsonl")));
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "ledger.jsonl");

        Assert.Equal(ExitCodes.Ok, (await CliRun.OfAsync(server.Variables, "audit", "export", "--output", file)).Status);
        Assert.Equal(ExitCodes.Ok, (await CliRun.OfAsync(Offline, "audit", "verify", file, "--public-key", Key.PublicKey)).Status);
        string kept = folder.Write("kept.jsonl", "an older one");
        Assert.Equal(ExitCodes.Usage, (await CliRun.OfAsync(server.Variables, "audit", "export", "--output", kept)).Status);
        Assert.Equal("an older one", await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_refused_or_broken_off_export_leaves_no_file()
    {
        await using ContractServer refusing = await ContractServer.StartAsync(app => app.MapGet("/api/v1/audit/export", () => Results.StatusCode(403)));
        await using ContractServer breaking = await ContractServer.StartAsync(app => app.MapGet("/api/v1/audit/export", async (HttpContext http) =>
        {
            await http.Response.WriteAsync(Export()[..100]);
            await http.Response.Body.FlushAsync();
            http.Abort();
        }));
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "ledger.jsonl");

        Assert.Equal(ExitCodes.Refused, (await CliRun.OfAsync(refusing.Variables, "audit", "export", "--output", file)).Status);
        Assert.Equal(ExitCodes.Unreachable, (await CliRun.OfAsync(breaking.Variables, "audit", "export", "--output", file)).Status);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_list_asks_for_what_was_wanted_and_says_where_the_older_ones_begin()
    {
        string? asked = null;
        await using ContractServer server = await ContractServer.StartAsync(app => app.MapGet("/api/v1/audit", (HttpRequest request) =>
        {
            asked = request.QueryString.Value;
            return new Page<LedgerEntryView>(
                [new LedgerEntryView(7, At, "0199", "officer", false, "search.created", "search/1", JsonElement.Parse("""{"n":1}"""), "0", "1")], "7");
        }));

        CliRun run = await CliRun.OfAsync(server.Variables, "audit", "list", "--from", "2026-03-01T00:00:00+01:00", "--actor", "0199");

        Assert.Equal(ExitCodes.Ok, run.Status);
        Assert.Equal("?from=2026-03-01T00%3A00%3A00%2B01%3A00&actor=0199", asked);
        Assert.Contains("""7  2026-03-01 09:00:00Z  officer  search.created  search/1  {"n":1}""", run.Output, StringComparison.Ordinal);
        Assert.Contains("--after 7", run.Error, StringComparison.Ordinal);
    }

    private static string Export()
    {
        LedgerExport export = new(At, Key);
        StringBuilder text = new();
        Add(export.Header());
        LedgerEntry? last = null;
        for (int i = 1; i <= 4; i++)
        {
            LedgerEntry entry = LedgerEntry.After(last, new LedgerRecord(Guid.Empty, "officer", false, "camera.created", $"camera/{i}", "{}"), At);
            Add(export.Entry(entry));
            if (LedgerCheckpoint.IsDue(last, entry)) Add(export.Checkpoint(LedgerCheckpoint.On(entry, Key)));
            last = entry;
        }

        Add(export.End());
        return text.ToString();

        void Add(byte[] line) => text.Append(Encoding.UTF8.GetString(line));
    }
}
