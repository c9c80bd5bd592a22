using System.Text.Json;
using CliWrap.Buffered;
using FaceMatch.EndToEnd.Tests.Harness;

namespace FaceMatch.EndToEnd.Tests;

/// <summary>The verbs of <c>facematch</c> at a shell, against the real server.</summary>
public sealed class CommandLineTests
{
    private static readonly string[] Lawful =
    [
        "--category", "missing-person", "--legal-instrument", "notice", "--legal-reference", "N-1", "--requesting-unit", "unit",
        "--necessity", "to find them", "--source", "test data", "--lawful-holding", "research", "--review-at", "2030-01-01", "--expires-at", "2030-06-01",
    ];

    [Fact]
    public async Task A_folder_of_people_is_imported_approved_and_found_by_other_pictures_of_them()
    {
        IReadOnlyList<Person> people = People.Take(6);
        await using Station station = await Station.OpenAsync();
        string folder = station.Folder("people");
        foreach (Person person in people)
        {
            Directory.CreateDirectory(Path.Combine(folder, person.Reference));
            File.Copy(person.Enrolled, Path.Combine(folder, person.Reference, "1.jpg"));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, people[0].Reference, "2.jpg"), "this is no picture", TestContext.Current.CancellationToken);

        BufferedCommandResult import = await Shell.FaceMatchAsync(
            station, ["import", folder, "--watchlist", "missing", "--purpose", "to find them", .. Lawful]);
        Assert.True(import.ExitCode == 1, import.StandardOutput + import.StandardError);
        Assert.Contains("undecodable-image", import.StandardOutput, StringComparison.Ordinal);
        Assert.Contains($"{people.Count} images enrolled, 1 rejected", import.StandardOutput, StringComparison.Ordinal);

        foreach (Person person in people.Take(3))
        {
            BufferedCommandResult search = await Shell.FaceMatchAsync(
                station, "search", person.Probe, "--case", "C-1", "--legal-reference", "L-1", "--justification", "end to end", "--watchlist", "missing", "--json");
            Assert.True(search.ExitCode == 0, search.StandardError);
            using JsonDocument answer = JsonDocument.Parse(search.StandardOutput);
            JsonElement best = answer.RootElement.GetProperty("faces")[0].GetProperty("candidates")[0];
            Assert.Equal(person.Reference, best.GetProperty("referenceNumber").GetString());
        }

        BufferedCommandResult shown = await Shell.FaceMatchAsync(
            station, "search", people[0].Probe, "--case", "C-1", "--legal-reference", "L-1", "--justification", "end to end");
        Assert.Contains(people[0].Reference, shown.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("no ground for arrest", shown.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_a_video_prints_an_alert_for_the_person_in_it_and_stops_the_deployment()
    {
        string video = Repository.Shared("data/video/stage.mp4");
        await using Station station = await Station.OpenAsync();
        await StagePeople.EnrolAsync(station, "stage", strangers: 20);

        BufferedCommandResult watch = await Shell.FaceMatchAsync(
            station, "watch", video, "--watchlist", "stage", "--purpose", "end to end", "--area", "stage", "--impact-assessment", "IA-1", "--for", "45s", "--json");

        Assert.True(watch.ExitCode == 0, watch.StandardError);
        string[] references =
        [
            .. watch.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("referenceNumber").GetString()!)
                .Distinct(StringComparer.Ordinal),
        ];
        Assert.Equal([StagePeople.InPlainView], references);
        Assert.All(await station.First.ListDeploymentsAsync(TestContext.Current.CancellationToken), deployment => Assert.False(deployment.Live));
    }
}
