using FaceMatch.Cli.Terminal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FaceMatch.Cli.Tests;

public sealed class ErrorsTests
{
    private static readonly string[] Fields = ["--case", "C-1", "--legal-reference", "L-1", "--justification", "because"];

    [Fact]
    public async Task A_server_that_does_not_answer_is_named_together_with_how_to_start_one()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, string> variables = new() { ["FACEMATCH_SERVER"] = "http://127.0.0.1:9", ["FACEMATCH_API_KEY"] = "key" };

        CliRun run = await CliRun.OfAsync(variables, ["search", folder.Write("probe.jpg", "x"), .. Fields]);

        Assert.Equal(ExitCodes.Unreachable, run.Status);
        Assert.Contains("http://127.0.0.1:9", run.Error, StringComparison.Ordinal);
        Assert.Contains("ops/run", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_refusal_is_shown_as_the_servers_sentence_with_every_faulty_field()
    {
        using TemporaryFolder folder = new();
        await using ContractServer server = await ContractServer.StartAsync(app => app.MapPost("/api/v1/searches", () => Results.Problem(
            detail: "Some fields are wrong.", statusCode: 422,
            extensions: new Dictionary<string, object?> { ["code"] = "invalid-fields", ["errors"] = new { caseReference = new[] { "is unknown" } } })));

        CliRun run = await CliRun.OfAsync(server.Variables, ["search", folder.Write("probe.jpg", "x"), .. Fields]);

        Assert.Equal(ExitCodes.Refused, run.Status);
        Assert.Contains("Some fields are wrong. [invalid-fields]", run.Error, StringComparison.Ordinal);
        Assert.Contains("caseReference is unknown", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_not_ours_asks_whether_the_address_is_right()
    {
        using TemporaryFolder folder = new();
        await using ContractServer server = await ContractServer.StartAsync(app => app.MapPost("/api/v1/searches", () => Results.Text("<html>", statusCode: 502)));

        CliRun run = await CliRun.OfAsync(server.Variables, ["search", folder.Write("probe.jpg", "x"), .. Fields]);

        Assert.Equal(ExitCodes.Refused, run.Status);
        Assert.Contains("502", run.Error, StringComparison.Ordinal);
        Assert.Contains("Is it a FaceMatch server?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_sent()
    {
        using TemporaryFolder folder = new();

        CliRun run = await CliRun.OfAsync(new Dictionary<string, string>(), ["search", folder.Write("probe.jpg", "x"), .. Fields]);

        Assert.Equal(ExitCodes.Usage, run.Status);
        Assert.Contains("FACEMATCH_API_KEY", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_read_from_a_file()
    {
        using TemporaryFolder folder = new();
        string? seen = null;
        await using ContractServer server = await ContractServer.StartAsync(app => app.MapPost("/api/v1/searches", (HttpContext http) =>
        {
            seen = http.Request.Headers["X-Api-Key"];
            return Results.StatusCode(500);
        }));

        await CliRun.OfAsync(server.Variables, ["search", folder.Write("probe.jpg", "x"), .. Fields, "--key-file", folder.Write("key", "from-file\n")]);

        Assert.Equal("from-file", seen);
    }

    [Fact]
    public async Task An_unknown_option_is_a_usage_error()
    {
        CliRun run = await CliRun.OfAsync(new Dictionary<string, string>(), "search", "--nonsense");

        Assert.Equal(ExitCodes.Usage, run.Status);
    }

    [Theory]
    [InlineData("search")]
    [InlineData("import")]
    [InlineData("watch")]
    public async Task No_verb_takes_a_key_on_the_command_line(string verb)
    {
        CliRun run = await CliRun.OfAsync(new Dictionary<string, string>(), verb, "--help");

        Assert.Equal(ExitCodes.Ok, run.Status);
        Assert.Contains("--key-file", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--key ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--api-key", run.Output, StringComparison.Ordinal);
    }
}
