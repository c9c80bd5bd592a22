using System.Text.Json;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Tests;

public sealed class EvaluationTests
{
    private static readonly string[] Keys =
        ["pairs", "accuracy", "accuracyStdErr", "tarAtFar", "facesNotFound", "imagesPerSecond", "model"];

    [Fact]
    public async Task Pairs_of_real_faces_are_told_apart_and_reported_by_the_promised_keys()
    {
        string faces = SharedFaces.Lfw();
        string[] people = [.. Directory.EnumerateDirectories(faces)
            .Where(folder => Directory.EnumerateFiles(folder).Skip(1).Any())
            .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal).Take(8)];
        using TemporaryFolder folder = new();
        string pairs = folder.Write("pairs.txt", string.Join('\n',
            (string[])[
                "2 2", $"{people[0]} 1 2", $"{people[1]} 1 2", $"{people[0]} 1 {people[1]} 1", $"{people[2]} 1 {people[3]} 1",
                $"{people[4]} 1 2", $"{people[5]} 1 2", $"{people[4]} 1 {people[5]} 1", $"{people[6]} 1 {people[7]} 1"]));

        CliRun run = await RunAsync("evaluate", "lfw", "--images", faces, "--pairs", pairs, "--json");

        Assert.True(run.Status == ExitCodes.Ok, run.Error);
        JsonElement answer = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(Keys, answer.EnumerateObject().Select(property => property.Name));
        Assert.Equal(8, answer.GetProperty("pairs").GetInt32());
        Assert.Equal(1, answer.GetProperty("accuracy").GetDouble());
        Assert.Equal(1, answer.GetProperty("tarAtFar").GetProperty("1e-3").GetDouble());
        Assert.Equal(1, answer.GetProperty("tarAtFar").GetProperty("1e-2").GetDouble());
        Assert.Equal(0, answer.GetProperty("facesNotFound").GetInt32());
    }

    [Fact]
    public async Task A_pairs_file_that_is_none_is_refused_by_line()
    {
        using TemporaryFolder folder = new();
        CliRun run = await RunAsync("evaluate", "lfw", "--images", folder.Path, "--pairs", folder.Write("pairs.txt", "1 1\nAda 1"));
        Assert.Equal(ExitCodes.Usage, run.Status);
        Assert.Contains("is not a pairs file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_image_is_named()
    {
        using TemporaryFolder folder = new();
        string pairs = folder.Write("pairs.txt", "2 1\nAda 1 2\nAda 1 Bob 1\nCy 1 2\nCy 1 Dee 1");
        CliRun run = await RunAsync("evaluate", "lfw", "--images", folder.Path, "--pairs", pairs);
        Assert.Equal(ExitCodes.Usage, run.Status);
        Assert.Contains("cannot be read", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrating_on_a_folder_without_people_is_refused()
    {
        using TemporaryFolder folder = new();
        CliRun run = await RunAsync("calibrate", "--images", folder.Path, "--output", Path.Combine(folder.Path, "out.json"));
        Assert.Equal(ExitCodes.Usage, run.Status);
        Assert.Contains("one folder a person", run.Error, StringComparison.Ordinal);
    }

    private static Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync(new Dictionary<string, string>(), args);
}
