using System.Text.Json;
using System.Text.RegularExpressions;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Tests;

public sealed partial class EvaluationReportTests
{
    /// <summary>A name that would be markup if it were not encoded.</summary>
    private const string Awkward = "set<b>&\"x";

    [Fact]
    public async Task Real_faces_give_figures_for_programs_and_one_page_that_needs_nothing_and_names_nobody()
    {
        using TemporaryFolder folder = new();
        string images = Path.Combine(folder.Path, Awkward), report = Path.Combine(folder.Path, "report.html");
        string[] people = SharedFaces.CopyPeople(10, images);

        CliRun run = await RunAsync(
            "evaluate", "all", "--open-set", images, "--quality", images, "--speed", images, "--report", report, "--json");

        Assert.True(run.Status == ExitCodes.Ok, run.Error);
        JsonElement answer = JsonDocument.Parse(run.Output).RootElement;
        JsonElement[] results = [.. answer.GetProperty("results").EnumerateArray()];
        Assert.Equal(["open-set", "quality", "speed"], results.Select(result => result.GetProperty("evaluation").GetString()));
        JsonElement openSet = results[0].GetProperty("result");
        Assert.Equal(1, openSet.GetProperty("rank1").GetProperty("value").GetDouble());
        Assert.Equal(50, openSet.GetProperty("counts").GetProperty("matedSearches").GetInt32());
        Assert.Equal(100, openSet.GetProperty("counts").GetProperty("nonMatedSearches").GetInt32());
        Assert.Equal(10, results[1].GetProperty("result").GetProperty("fnmr").GetProperty("of").GetInt32());
        Assert.True(results[2].GetProperty("result").GetProperty("imagesPerSecond").GetDouble() > 0);
        Assert.Equal(64, answer.GetProperty("sets")[0].GetProperty("sha256").GetString()!.Length);

        string page = await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken);
        Assert.All(people, person => Assert.DoesNotContain(person, page, StringComparison.Ordinal));
        Assert.All(people, person => Assert.DoesNotContain(person, run.Output, StringComparison.Ordinal));
        Assert.DoesNotContain(Awkward, page, StringComparison.Ordinal);
        Assert.Contains("set&lt;b&gt;&amp;&quot;x", page, StringComparison.Ordinal);
        Assert.All(Resource().Matches(page), source => Assert.StartsWith("data:image/svg+xml;base64,", source.Groups["to"].Value, StringComparison.Ordinal));
        Assert.True(Resource().Count(page) >= 5);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        foreach (string part in (string[])["FNIR at FPIR 1 %", "SHA-256", "bootstrap over people", "Failures to enrol", "default-lfw-dev", "facematch 0.1.0"])
            Assert.Contains(part, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_figures_and_misses_are_named_to_the_person_at_the_terminal_only()
    {
        using TemporaryFolder folder = new();
        string[] people = SharedFaces.CopyPeople(8, folder.Path);

        // A picture without a face: it cannot be found, and counts as a miss.
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, people[0], "blank.png"), BlankPng, TestContext.Current.CancellationToken);
        CliRun first = await OpenSetAsync(), second = await OpenSetAsync();

        Assert.True(first.Status == ExitCodes.Ok, first.Error);
        Assert.Equal(Result(first), Result(second));
        JsonElement result = JsonDocument.Parse(first.Output).RootElement.GetProperty("results")[0].GetProperty("result");
        Assert.Equal(1, result.GetProperty("counts").GetProperty("imagesWithoutFace").GetInt32());
        Assert.True(result.GetProperty("rank1").GetProperty("value").GetDouble() < 1);
        Assert.Contains("blank.png  no face found", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("blank.png", first.Output, StringComparison.Ordinal);

        Task<CliRun> OpenSetAsync() => RunAsync("evaluate", "open-set", "--images", folder.Path, "--seed", "5", "--show-misses", "9", "--json");
        static string Result(CliRun run) => JsonDocument.Parse(run.Output).RootElement.GetProperty("results").GetRawText();
    }

    [Fact]
    public async Task Groups_have_rates_of_their_own_and_between_them()
    {
        using TemporaryFolder folder = new();
        string[] people = SharedFaces.CopyPeople(12, Path.Combine(folder.Path, "images"));
        string labels = folder.Write("labels.csv", "file,person,side\n" + string.Concat(people.Select((person, i) =>
            $"{person}/{person}_0001.jpg,{person},{(i < 6 ? "left" : "right")}\n{person}/{person}_0002.jpg,{person},{(i < 6 ? "left" : "right")}\n")));

        CliRun run = await RunAsync("evaluate", "groups", "--labels", labels, "--json");

        Assert.True(run.Status == ExitCodes.Ok, run.Error);
        JsonElement result = JsonDocument.Parse(run.Output).RootElement.GetProperty("results")[0].GetProperty("result");
        JsonElement grouping = result.GetProperty("groupings")[0];
        Assert.Equal(["left", "right"], grouping.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("group").GetString()));
        JsonElement left = grouping.GetProperty("groups")[0];
        Assert.Equal(60, left.GetProperty("fmr").GetProperty("of").GetInt32());
        Assert.Equal(6, left.GetProperty("fnmr").GetProperty("of").GetInt32());
        Assert.Equal(144, grouping.GetProperty("pairs")[1].GetProperty("fmr").GetProperty("of").GetInt32());
        Assert.Equal(264, result.GetProperty("fmr").GetProperty("of").GetInt32());
        Assert.Equal(12, result.GetProperty("people").GetInt32());
    }

    [Fact]
    public async Task Too_few_people_an_unknown_label_and_nothing_to_evaluate_are_refused_in_a_sentence()
    {
        using TemporaryFolder folder = new();
        folder.Write("Ada/1.jpg", "");
        string labels = folder.Write("labels.csv", "file,sex\nx.jpg,f\n");
        await RefusedAsync("at least 8 are needed", "evaluate", "open-set", "--images", folder.Path);
        await RefusedAsync("no label 'age'", "evaluate", "groups", "--labels", labels, "--by", "age");
        await RefusedAsync("at least one folder", "evaluate", "all");
        await RefusedAsync("column names", "evaluate", "groups", "--labels", folder.Write("other.csv", "name\nx\n"));
        await RefusedAsync("above 0 and below 1", "evaluate", "quality", "--images", folder.Path, "--fmr", "2");
    }

    private static byte[] BlankPng => Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static async Task RefusedAsync(string because, params string[] args)
    {
        CliRun run = await RunAsync(args);
        Assert.Equal(ExitCodes.Usage, run.Status);
        Assert.Contains(because, run.Error, StringComparison.Ordinal);
    }

    private static Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync(new Dictionary<string, string>(), args);

    [GeneratedRegex("(?:src|href)=\"(?<to>[^#\"][^\"]*)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Resource();
}
