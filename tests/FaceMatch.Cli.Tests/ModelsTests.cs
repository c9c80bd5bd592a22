using System.Text.Json;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Tests;

public sealed class ModelsTests
{
    [Fact]
    public async Task The_default_pack_is_listed_with_its_licence_and_source()
    {
        CliRun run = await RunAsync("models", "list", "--json");
        Assert.Equal(ExitCodes.Ok, run.Status);
        JsonElement pack = JsonDocument.Parse(run.Output).RootElement.EnumerateArray()
            .Single(element => element.GetProperty("pack").GetString() == "default");
        Assert.Equal("MIT", pack.GetProperty("licence").GetString());
        Assert.StartsWith("npm ", pack.GetProperty("source").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restored_pack_verifies_and_restoring_it_again_does_nothing()
    {
        CliRun verified = await RunAsync("models", "verify", "--json");
        Assert.True(verified.Status == ExitCodes.Ok, verified.Output);
        Assert.True(JsonDocument.Parse(verified.Output).RootElement.GetProperty("verified").GetBoolean());
        CliRun restored = await RunAsync("models", "restore");
        Assert.Equal(ExitCodes.Ok, restored.Status);
        Assert.Contains("already restored", restored.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models", "verify", "other")]
    [InlineData("models", "restore", "other")]
    public async Task An_unknown_pack_is_answered_with_the_known_ones(params string[] args)
    {
        CliRun run = await RunAsync(args);
        Assert.Equal(ExitCodes.Models, run.Status);
        Assert.Contains("no model pack 'other'", run.Error, StringComparison.Ordinal);
        Assert.Contains("default", run.Error, StringComparison.Ordinal);
    }

    private static Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync(new Dictionary<string, string>(), args);
}
