using System.Text.Json;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Calibrations;

namespace FaceMatch.Cli.Tests;

/// <summary>A calibration made of some people holds for people that it never saw.</summary>
public sealed class CalibrationTests
{
    /// <summary>In each half: enough that FMR 1e-4 rests on 30 errors, few enough for seconds.</summary>
    private const int People = 400;

    [Fact]
    public async Task The_rates_it_states_are_met_by_people_it_never_saw_within_the_interval()
    {
        using TemporaryFolder folder = new();
        string[] people = [.. Directory.EnumerateDirectories(SharedFaces.Lfw()).Order(StringComparer.Ordinal)
            .Where(person => Directory.EnumerateFiles(person).Skip(1).Any()).Take(2 * People)];
        string known = Half(folder, "known", people.Where((_, i) => i % 2 == 0));
        string unknown = Half(folder, "unknown", people.Where((_, i) => i % 2 == 1));
        string file = Path.Combine(folder.Path, "calibration.json");

        CliRun made = await RunAsync("calibrate", "--images", known, "--output", file, "--id", "half");
        Assert.True(made.Status == ExitCodes.Ok, made.Error);
        Assert.Contains("extrapolation", made.Output, StringComparison.Ordinal);
        Calibration calibration = CalibrationJson.Read(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.InRange(calibration.LowestMeasuredRate, 1e-6, 1.1e-4);
        Assert.InRange(calibration.Provenance.GenuineComparisons, People - 10, People);
        Assert.InRange(calibration.FalseNonMatchRate(calibration.CosineAt(1e-3))!.Value, 0, 0.05);

        CliRun run = await RunAsync("evaluate", "calibration", "--images", unknown, "--calibration", file, "--json");
        Assert.True(run.Status == ExitCodes.Ok, run.Error);
        JsonElement result = JsonDocument.Parse(run.Output).RootElement.GetProperty("results")[0].GetProperty("result");
        JsonElement[] measured = [.. result.GetProperty("rates").EnumerateArray().Where(rate => rate.GetProperty("statedFmr").GetDouble() >= 1e-4)];
        Assert.Equal(3, measured.Length);
        Assert.All(measured, rate => Assert.True(rate.GetProperty("within").GetBoolean(), rate.ToString()));
        Assert.All(
            result.GetProperty("rates").EnumerateArray().Where(rate => rate.GetProperty("statedFmr").GetDouble() < 1e-4),
            rate => Assert.True(rate.GetProperty("extrapolated").GetBoolean()));
    }

    [Fact]
    public async Task A_calibration_of_another_embedder_is_not_checked_against()
    {
        using TemporaryFolder folder = new();
        Calibration other = new(new("other", "other", "other-1", "nobody", 2, 2, 0, 10_000, 3), [new(-1, 1), new(0.5, 1e-3)]);
        CliRun run = await RunAsync(
            "evaluate", "calibration", "--images", folder.Path, "--calibration", folder.Write("other.json", CalibrationJson.Write(other)));
        Assert.Equal(ExitCodes.Usage, run.Status);
        Assert.Contains("is for embedder 'other-1'", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A folder with two images of each person.</summary>
    private static string Half(TemporaryFolder folder, string name, IEnumerable<string> people)
    {
        string half = Path.Combine(folder.Path, name);
        foreach (string person in people)
        {
            string target = Directory.CreateDirectory(Path.Combine(half, Path.GetFileName(person))).FullName;
            foreach (string file in Directory.EnumerateFiles(person).Order(StringComparer.Ordinal).Take(2))
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return half;
    }

    private static Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync(new Dictionary<string, string>(), args);
}
