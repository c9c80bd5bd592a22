using System.Text.Json;
using CliWrap.Buffered;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Subjects;
using FaceMatch.EndToEnd.Tests.Harness;

namespace FaceMatch.EndToEnd.Tests;

public sealed class DemonstrationTests
{
    /// <summary>What the README promises.</summary>
    private static readonly TimeSpan UntilTheFirstAlert = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_demonstration_raises_an_alert_within_a_minute_and_shows_its_accounts_again_at_a_second_start()
    {
        await using Station station = await Station.OpenWithoutSecondPersonAsync();
        string pictures = station.Folder("pictures");
        await Shell.OpsAsync($"source ops/lib/common.sh && source ops/lib/demo.sh && prepare_demo '{pictures}/demo'");
        string[] demo = ["demo", "--data", station.DataFolder, "--pictures", Path.Combine(pictures, "demo")];

        BufferedCommandResult first = await Shell.FaceMatchAsync(station, demo);
        Assert.True(first.ExitCode == 0, first.StandardError);
        AlertView alert = await Eventually.GetAsync("the first alert", UntilTheFirstAlert, async _ =>
            (await station.GetAsync<Page<AlertView>>("alerts")).Items is [var one, ..] ? one : null);
        Assert.StartsWith("DEMO-", alert.ReferenceNumber, StringComparison.Ordinal);

        BufferedCommandResult second = await Shell.FaceMatchAsync(station, demo);
        Assert.True(second.ExitCode == 0, second.StandardError);
        Assert.Equal(first.StandardOutput, second.StandardOutput);

        string accounts = Path.Combine(station.DataFolder, "demo-accounts.json");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(accounts));
        using JsonDocument kept = JsonDocument.Parse(await File.ReadAllTextAsync(accounts, TestContext.Current.CancellationToken));
        foreach (JsonProperty account in kept.RootElement.GetProperty("accounts").EnumerateObject())
        {
            if (account.Value.GetProperty("password").GetString() is { } password) Assert.Contains(password, second.StandardOutput, StringComparison.Ordinal);
        }
    }
}
