using System.Text.Json;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Tests;

public sealed class EvaluateDetectionTests
{
    [Fact]
    public async Task Detectors_are_compared_side_by_side_on_marked_pictures()
    {
        string set = SharedFaces.Folder(Path.Combine("detection", "wider416"));
        using TemporaryFolder folder = new();
        string all = await File.ReadAllTextAsync(set + ".json", TestContext.Current.CancellationToken);
        JsonElement[] three = [.. JsonDocument.Parse(all).RootElement.EnumerateArray()
            .OrderBy(picture => picture.GetProperty("boxes").GetArrayLength()).Take(3)];
        string boxes = folder.Write("boxes.json", JsonSerializer.Serialize(three));
        string yunet = Path.Combine(SharedFaces.Folder("models"), "yunet_n_dynamic.onnx");

        CliRun run = await RunAsync(
            "evaluate", "detection", "--images", set, "--boxes", boxes, "--pack", "default", "--detector", yunet, "--side", "320", "--json");

        Assert.True(run.Status == ExitCodes.Ok, run.Error);
        JsonElement answer = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(3, answer.GetProperty("picturesRestored").GetInt32());
        JsonElement[] detectors = [.. answer.GetProperty("detectors").EnumerateArray()];
        Assert.Equal(4, detectors.Length);
        Assert.Equal(2, detectors.Select(detector => detector.GetProperty("detector").GetString()).Distinct().Count());
        foreach (JsonElement detector in detectors)
        {
            JsonElement measure = detector.GetProperty("measure");
            Assert.Equal(three.Sum(picture => picture.GetProperty("boxes").GetArrayLength()), measure.GetProperty("faces").GetInt32());
            Assert.InRange(measure.GetProperty("averagePrecision").GetDouble(), 0.3, 1);
            Assert.True(detector.GetProperty("medianMilliseconds").GetDouble() > 0);
        }
    }

    [Fact]
    public async Task A_file_without_boxes_is_refused_by_what_is_wrong_with_it()
    {
        using TemporaryFolder folder = new();
        CliRun run = await RunAsync("evaluate", "detection", "--images", folder.Path, "--boxes", folder.Write("boxes.txt", "a.jpg\nmany"));
        Assert.Equal(ExitCodes.Usage, run.Status);
        Assert.Contains("Line 2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_no_detector_is_refused_with_its_outputs()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("network.onnx", "not a network");
        CliRun run = await RunAsync(
            "evaluate", "detection", "--images", folder.Path, "--boxes", folder.Write("boxes.json", """[{ "file": "a.jpg", "boxes": [] }]"""),
            "--detector", file);
        Assert.NotEqual(ExitCodes.Ok, run.Status);
        Assert.Contains("network.onnx", run.Error, StringComparison.Ordinal);
    }

    private static Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync(new Dictionary<string, string>(), args);
}
