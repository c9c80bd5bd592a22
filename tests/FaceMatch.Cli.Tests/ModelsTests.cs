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

    [Theory]
    [InlineData("yunet_n_dynamic.onnx", "yunet")]
    [InlineData("scrfd_2.5g_kps.onnx", "scrfd")]
    [InlineData("version-RFB-640.onnx", "rfb")]
    public async Task A_detector_of_no_pack_is_described_with_a_manifest_to_start_from(string file, string kind)
    {
        CliRun run = await RunAsync("models", "add", Path.Combine(SharedFaces.Folder("models"), file));
        Assert.True(run.Status == ExitCodes.Ok, run.Error);
        JsonElement manifest = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(kind, manifest.GetProperty("detector").GetProperty("kind").GetString());
        Assert.Contains("nothing was installed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_model_is_refused_with_what_to_do()
    {
        using TemporaryFolder folder = new();
        byte[] whole = await File.ReadAllBytesAsync(
            Path.Combine(SharedFaces.Folder("models"), "yunet_n_dynamic.onnx"), TestContext.Current.CancellationToken);
        string half = Path.Combine(folder.Path, "half.onnx");
        await File.WriteAllBytesAsync(half, whole.AsMemory(0, whole.Length / 2), TestContext.Current.CancellationToken);
        CliRun run = await RunAsync("models", "add", half);
        Assert.Equal(ExitCodes.Models, run.Status);
        Assert.Contains("half.onnx", run.Error, StringComparison.Ordinal);
        Assert.Contains("get it again", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_a_fault_of_the_command_line()
    {
        CliRun run = await RunAsync("models", "add", "/nowhere/model.onnx");
        Assert.Equal(ExitCodes.Usage, run.Status);
        Assert.Contains("/nowhere/model.onnx", run.Error, StringComparison.Ordinal);
    }

    private static Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync(new Dictionary<string, string>(), args);
}
