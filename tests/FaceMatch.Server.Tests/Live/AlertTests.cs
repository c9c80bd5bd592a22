using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Tests.Live;

public sealed class AlertTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alert_is_kept_with_its_candidate_and_its_shot()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        EnrolledSubject subject = await rig.EnrolAsync(live.Watchlist, "M-1");
        AlertView alert = await rig.AlertAsync(live, subject);
        Assert.Equal("M-1", alert.ReferenceNumber);
        Assert.Equal("open", alert.State);
        Assert.Equal(TruthRig.Cosine, alert.Cosine);
        Assert.Equal("strong", alert.Band);
        StoredPicture shot = await rig.Get<IAlertService>().OpenShotAsync(live.Approver, Guid.Parse(alert.Id), Cancel);
        Assert.Equal("image/jpeg", shot.MediaType);
        Assert.Equal(7, shot.Bytes.Length);
    }

    [Fact]
    public async Task Oversight_21_An_alert_shows_the_lists_that_it_showed_and_keeps_what_it_was_searched_on()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        EnrolledSubject subject = await rig.EnrolAsync(live.Watchlist, "M-1");
        AlertView alert = await rig.AlertAsync(live, subject);
        Assert.Equal([live.Watchlist.ToString()], alert.WatchlistIds);

        Watchlist other = new("other", "other", SubjectCategory.MissingPerson, "unit-1", Guid.NewGuid(), rig.Now);
        await rig.SaveAsync(other, new WatchlistEntry(other.Id, subject.Id, Guid.NewGuid(), rig.Now));

        AlertView again = Assert.Single(await rig.Get<IAlertService>().LatestAsync(TruthRig.Auditor, 1, Cancel));
        Assert.Equal(alert.WatchlistIds, again.WatchlistIds);
        SearchedGallery kept = await rig.ReadAsync(db => db.Alerts.Select(row => row.SearchedOn!).SingleAsync(Cancel));
        Assert.Equal("1", kept.GalleryVersion);
        Assert.Equal([new WatchlistVersion(live.Watchlist, 1)], kept.Watchlists);
        Assert.Equal((TruthRig.Models, TruthRig.ThresholdCosine, 1e-5), (kept.Models, kept.ThresholdCosine, kept.ThresholdFmr));
    }

    [Fact]
    public async Task Oversight_03_A_reviewer_does_not_see_the_score_before_judging()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        AlertView alert = await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-1"));
        Actor reviewer = TruthRig.Person("reviewer", Role.Reviewer);
        IAlertService alerts = rig.Get<IAlertService>();

        AlertView blind = Assert.Single((await alerts.ListAsync(reviewer, null, null, 10, Cancel)).Items);
        Assert.Null(blind.Cosine);
        Assert.Null(blind.Fmr);
        Assert.Null(blind.Band);

        await rig.Get<IReviewService>().GiveOpinionAsync(reviewer, Guid.Parse(alert.CandidateId), ReviewTests.Opinion("same"), Cancel);
        AlertView open = Assert.Single((await alerts.ListAsync(reviewer, null, null, 10, Cancel)).Items);
        Assert.Equal(TruthRig.Cosine, open.Cosine);
    }

    [Fact]
    public async Task Oversight_08_Nothing_is_raised_after_the_deployment_was_stopped()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        EnrolledSubject subject = await rig.EnrolAsync(live.Watchlist, "M-1");
        await rig.Get<IDeploymentService>().StopAsync(live.Requester, live.Deployment, Cancel);
        Assert.False(await rig.Get<IAlertSink>().RaiseAsync(rig.Proposal(live, subject), Cancel));
    }

    [Fact]
    public async Task Oversight_05_Nothing_is_raised_for_a_subject_that_was_suspended()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        EnrolledSubject subject = await rig.EnrolAsync(live.Watchlist, "M-1");
        await rig.ChangeAsync<Subject>(subject.Id, found => found.Suspend("found"));
        Assert.False(await rig.Get<IAlertSink>().RaiseAsync(rig.Proposal(live, subject), Cancel));
    }

    [Fact]
    public async Task A_subject_on_another_list_is_not_raised()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        Watchlist other = new("other", "other", SubjectCategory.MissingPerson, "unit-1", Guid.NewGuid(), rig.Now);
        await rig.SaveAsync(other);
        Assert.False(await rig.Get<IAlertSink>().RaiseAsync(rig.Proposal(live, await rig.EnrolAsync(other.Id, "M-9")), Cancel));
    }

    [Fact]
    public async Task A_camera_that_restarted_does_not_repeat_itself_during_the_cooldown()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        EnrolledSubject subject = await rig.EnrolAsync(live.Watchlist, "M-1");
        await rig.AlertAsync(live, subject);
        Assert.False(await rig.Get<IAlertSink>().RaiseAsync(rig.Proposal(live, subject), Cancel));
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await rig.Get<IAlertSink>().RaiseAsync(rig.Proposal(live, subject), Cancel));
    }

    [Fact]
    public async Task Pages_follow_the_order_of_arrival_without_gap_or_repetition()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        for (int i = 0; i < 5; i++) await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, $"M-{i}"));
        IAlertService alerts = rig.Get<IAlertService>();
        List<string> seen = [];
        string? after = null;
        do
        {
            Page<AlertView> page = await alerts.ListAsync(live.Approver, after, "open", 2, Cancel);
            seen.AddRange(page.Items.Select(alert => alert.ReferenceNumber));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(["M-0", "M-1", "M-2", "M-3", "M-4"], seen);
    }

    [Fact]
    public async Task A_stream_goes_on_where_the_reader_was_and_then_follows()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        AlertView[] raised = new AlertView[4];
        for (int i = 0; i < raised.Length; i++) raised[i] = await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, $"M-{i}"));

        await using IAsyncEnumerator<AlertView> stream =
            rig.Get<IAlertService>().StreamAsync(live.Approver, raised[1].Cursor, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await stream.MoveNextAsync());
        Assert.Equal("M-2", stream.Current.ReferenceNumber);
        Assert.True(await stream.MoveNextAsync());
        Assert.Equal("M-3", stream.Current.ReferenceNumber);

        ValueTask<bool> next = stream.MoveNextAsync();
        Assert.False(next.IsCompleted);
        await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-4"));
        Assert.True(await next);
        Assert.Equal("M-4", stream.Current.ReferenceNumber);
    }

    [Fact]
    public async Task Oversight_24_An_administrator_sees_no_alerts()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(
            () => rig.Get<IAlertService>().LatestAsync(TruthRig.Person("admin", Role.Administrator), 10, Cancel));
        Assert.Equal("role-required", refusal.Code);
    }
}
