using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Reviews;
using FaceMatch.Server.Retention;
using FaceMatch.Server.Tests.Hosting;
using FaceMatch.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace FaceMatch.Server.Tests.Live;

public sealed class RetentionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Runs come every five minutes, and what is due goes in the last one before its end.</summary>
    private static readonly TimeSpan OneRun = TimeSpan.FromMinutes(5);

    private static readonly Actor First = TruthRig.Person("first", Role.Reviewer);
    private static readonly Actor Second = TruthRig.Person("second", Role.Reviewer);
    private static readonly Actor Senior = TruthRig.Person("senior", Role.SeniorReviewer);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_11_No_file_holds_a_face_a_day_after_two_people_judged_it_to_be_somebody_else()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        AlertView alert = await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-1"));
        byte[] picture = await File.ReadAllBytesAsync(Assert.Single(Pictures(rig)), Cancel);
        byte[] quality = "0.731652"u8.ToArray();
        Assert.NotEmpty(FilesWith(rig, picture));
        if (!TestDatabase.IsPostgres) Assert.NotEmpty(FilesWith(rig, quality));
        await rig.JudgeAsync(alert, "different");

        rig.Time.Advance(Day - (2 * OneRun));
        Assert.Equal(0, await rig.Get<AlertPurge>().RunAsync(Cancel));
        rig.Time.Advance(OneRun);
        Assert.Equal(1, await rig.Get<AlertPurge>().RunAsync(Cancel));

        Assert.Empty(FilesWith(rig, picture));
        Assert.Empty(FilesWith(rig, quality));
        Assert.Empty(Pictures(rig));
        Assert.Empty((await rig.Get<IAlertService>().ListAsync(TruthRig.Auditor, null, null, 10, Cancel)).Items);
        await Refused.WithAsync("purged", rig.Get<IAlertService>().OpenShotAsync(TruthRig.Auditor, Guid.Parse(alert.Id), Cancel));
        await Refused.WithAsync("purged", rig.Get<IReviewService>().GetAsync(First, Guid.Parse(alert.CandidateId), Cancel));
    }

    [Theory]
    [InlineData("different")]
    [InlineData("cannot-tell")]
    public async Task What_is_purged_is_counted_in_a_receipt_in_the_ledger(string conclusion)
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        AlertView alert = await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-1"));
        await rig.JudgeAsync(alert, conclusion);
        rig.Time.Advance(Day);
        await rig.Get<AlertPurge>().RunAsync(Cancel);
        LedgerEntry receipt = Assert.Single(await EntriesAsync(rig, AlertPurge.Purged));
        Assert.Contains("\"count\":1", receipt.Detail, StringComparison.Ordinal);
        Assert.Contains("\"unjudged\":0", receipt.Detail, StringComparison.Ordinal);
        Assert.Contains(alert.Id, receipt.Detail, StringComparison.Ordinal);
        Assert.Equal(0, await rig.Get<AlertPurge>().RunAsync(Cancel));
    }

    [Fact]
    public async Task Oversight_11_What_nobody_judged_goes_a_day_after_its_deployment_was_stopped()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        AlertView alert = await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-1"));
        await rig.Get<IReviewService>().GiveOpinionAsync(First, Guid.Parse(alert.CandidateId), ReviewTests.Opinion("same"), Cancel);
        await rig.Get<IDeploymentService>().StopAsync(live.Requester, live.Deployment, Cancel);

        rig.Time.Advance(Day - (2 * OneRun));
        Assert.Equal(0, await rig.Get<AlertPurge>().RunAsync(Cancel));
        Assert.Single(await rig.Get<IReviewService>().QueueAsync(Second, 10, Cancel));
        rig.Time.Advance(2 * OneRun);
        Assert.Equal(1, await rig.Get<AlertPurge>().RunAsync(Cancel));

        Assert.Empty(Pictures(rig));
        Assert.Empty(await rig.Get<IReviewService>().QueueAsync(Second, 10, Cancel));
        await Refused.WithAsync(
            "purged", rig.Get<IReviewService>().GiveOpinionAsync(Second, Guid.Parse(alert.CandidateId), ReviewTests.Opinion("same"), Cancel));
        Assert.Contains("\"unjudged\":1", Assert.Single(await EntriesAsync(rig, AlertPurge.Purged)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_judged_goes_a_day_after_the_window_of_its_deployment_closed()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-1"));
        rig.Time.Advance(TimeSpan.FromHours(8) + Day - (2 * OneRun));
        Assert.Equal(0, await rig.Get<AlertPurge>().RunAsync(Cancel));
        rig.Time.Advance(2 * OneRun);
        Assert.Equal(1, await rig.Get<AlertPurge>().RunAsync(Cancel));
    }

    [Fact]
    public async Task A_lead_stays()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        AlertView alert = await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-1"));
        await rig.JudgeAsync(alert, "same");
        rig.Time.Advance(10 * Day);
        Assert.Equal(0, await rig.Get<AlertPurge>().RunAsync(Cancel));
        Assert.Single(Pictures(rig));
    }

    [Fact]
    public async Task Oversight_11_A_hold_needs_a_reason_and_keeps_an_alert_until_it_is_released()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        AlertView alert = await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-1"));
        Guid id = Guid.Parse(alert.Id);
        IAlertService alerts = rig.Get<IAlertService>();
        await rig.JudgeAsync(alert, "different");
        await Refused.WithAsync("invalid-fields", alerts.HoldAsync(Senior, id, " ", Cancel));
        await Refused.WithAsync("role-required", alerts.HoldAsync(First, id, "complaint 7/26", Cancel));
        await Refused.WithAsync("not-held", alerts.ReleaseAsync(Senior, id, "over", Cancel));
        await alerts.HoldAsync(Senior, id, "complaint 7/26", Cancel);
        Assert.NotNull(Assert.Single(await alerts.LatestAsync(TruthRig.Auditor, 1, Cancel)).HeldAt);

        rig.Time.Advance(30 * Day);
        Assert.Equal(0, await rig.Get<AlertPurge>().RunAsync(Cancel));
        Assert.Single(Pictures(rig));
        await alerts.ReleaseAsync(Senior, id, "the complaint was withdrawn", Cancel);
        Assert.Equal(1, await rig.Get<AlertPurge>().RunAsync(Cancel));
        await Refused.WithAsync("purged", alerts.HoldAsync(Senior, id, "complaint 7/26", Cancel));
        Assert.Contains("complaint 7/26", Assert.Single(await EntriesAsync(rig, "alert.held")).Detail, StringComparison.Ordinal);
        Assert.Contains("withdrawn", Assert.Single(await EntriesAsync(rig, "alert.released")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_another_alert_shows_stays_until_that_one_goes_too()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        AlertView judged = await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-1"));
        AlertView other = await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-2"));
        await rig.Get<IAlertService>().HoldAsync(Senior, Guid.Parse(other.Id), "complaint 7/26", Cancel);
        await rig.JudgeAsync(judged, "different");
        rig.Time.Advance(Day);
        Assert.Equal(1, await rig.Get<AlertPurge>().RunAsync(Cancel));
        Assert.Single(Pictures(rig));
    }

    [Fact]
    public async Task More_than_one_transaction_takes_are_purged_in_one_run()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        for (int i = 0; i < 101; i++) await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, $"M-{i}"));
        rig.Time.Advance(TimeSpan.FromHours(8) + Day);
        Assert.Equal(101, await rig.Get<AlertPurge>().RunAsync(Cancel));
        Assert.Equal(2, (await EntriesAsync(rig, AlertPurge.Purged)).Count);
    }

    [Fact]
    public async Task The_scheduler_looks_at_the_start_and_then_every_five_minutes()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        AlertView alert = await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-1"));
        await rig.JudgeAsync(alert, "different");
        IScheduler scheduler = await rig.Get<ISchedulerFactory>().GetScheduler(Cancel);
        RunListener runs = new();
        scheduler.ListenerManager.AddJobListener(runs);
        await scheduler.Start(Cancel);

        await runs.NextAsync();
        Assert.Single(Pictures(rig));
        rig.Time.Advance(Day);
        await runs.NextAsync();
        Assert.Empty(Pictures(rig));
        await scheduler.Shutdown(waitForJobsToComplete: true, Cancel);
    }

    private static Task<List<LedgerEntry>> EntriesAsync(TruthRig rig, string action) =>
        rig.ReadAsync(db => db.LedgerEntries.Where(entry => entry.Action == action).ToListAsync(Cancel));

    /// <summary>Not what the vault has in its hands at the moment; that lies in a folder of its own.</summary>
    private static string[] Pictures(TruthRig rig) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(rig.DataDirectory, "images"), "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/incoming/", StringComparison.Ordinal)),
    ];

    private static string[] FilesWith(TruthRig rig, byte[] bytes) =>
    [
        .. Directory.EnumerateFiles(rig.DataDirectory, "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length > 0 && Content(file).AsSpan().IndexOf(bytes) >= 0),
    ];

    /// <summary>Also of a file that the server is writing to.</summary>
    private static byte[] Content(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
