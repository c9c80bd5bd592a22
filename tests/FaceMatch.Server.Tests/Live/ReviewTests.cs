using System.Text.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Reviews;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Live;

public sealed class ReviewTests
{
    private static readonly Actor First = TruthRig.Person("first", Role.Reviewer);
    private static readonly Actor Second = TruthRig.Person("second", Role.Reviewer);
    private static readonly Actor Third = TruthRig.Person("third", Role.Reviewer);
    private static readonly Actor Senior = TruthRig.Person("senior", Role.SeniorReviewer);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static OpinionRequest Opinion(string conclusion) => new(
        conclusion,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["faceShape"] = "similar",
            ["brow"] = "similar",
            ["eyes"] = "similar",
            ["nose"] = "similar",
            ["mouth"] = "different",
            ["ears"] = "not-visible",
            ["marks"] = "not-visible",
        },
        "looked twice");

    [Fact]
    public async Task Oversight_02_The_second_reviewer_cannot_tell_whether_there_is_a_first_opinion()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (IReviewService reviews, Guid candidate) = await CandidateAsync(rig);
        string before = JsonSerializer.Serialize(await reviews.GetAsync(Second, candidate, Cancel));
        string queueBefore = JsonSerializer.Serialize(await reviews.QueueAsync(Second, 10, Cancel));
        await reviews.GiveOpinionAsync(First, candidate, Opinion("different"), Cancel);
        Assert.Equal(before, JsonSerializer.Serialize(await reviews.GetAsync(Second, candidate, Cancel)));
        Assert.Equal(queueBefore, JsonSerializer.Serialize(await reviews.QueueAsync(Second, 10, Cancel)));
    }

    [Fact]
    public async Task Oversight_03_Scores_are_shown_only_after_the_own_judgement()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (IReviewService reviews, Guid candidate) = await CandidateAsync(rig);
        ReviewCandidateView blind = await reviews.GetAsync(First, candidate, Cancel);
        Assert.Null(blind.Cosine);
        Assert.Null(blind.Fmr);
        Assert.Null(blind.Band);
        ReviewCandidateView judged = await reviews.GiveOpinionAsync(First, candidate, Opinion("same"), Cancel);
        Assert.Equal(TruthRig.Cosine, judged.Cosine);
        Assert.Equal("same", judged.Mine!.Conclusion);
        Assert.Null(judged.Opinions);
        Assert.Empty(await reviews.QueueAsync(First, 10, Cancel));
    }

    [Fact]
    public async Task Oversight_16_Two_that_agree_on_same_make_a_lead_that_says_it_is_no_more()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (IReviewService reviews, Guid candidate) = await CandidateAsync(rig);
        await reviews.GiveOpinionAsync(First, candidate, Opinion("same"), Cancel);
        ReviewCandidateView lead = await reviews.GiveOpinionAsync(Second, candidate, Opinion("same"), Cancel);
        Assert.Equal("lead", lead.State);
        Assert.Equal("lead only: not grounds for arrest", lead.Label);
        Assert.Equal(2, lead.Opinions!.Count);
        await Refused.WithAsync("review-complete", reviews.GiveOpinionAsync(Third, candidate, Opinion("same"), Cancel));
    }

    [Fact]
    public async Task Oversight_02_Two_that_differ_are_decided_by_a_senior_who_is_blind_to_both()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (IReviewService reviews, Guid candidate) = await CandidateAsync(rig);
        await reviews.GiveOpinionAsync(First, candidate, Opinion("same"), Cancel);
        await reviews.GiveOpinionAsync(Second, candidate, Opinion("different"), Cancel);
        Assert.Empty(await reviews.QueueAsync(Third, 10, Cancel));
        await Refused.WithAsync("senior-required", reviews.GiveOpinionAsync(Third, candidate, Opinion("same"), Cancel));

        ReviewCandidateView waiting = Assert.Single(await reviews.QueueAsync(Senior, 10, Cancel));
        Assert.Equal("disputed", waiting.State);
        ReviewCandidateView blind = await reviews.GetAsync(Senior, candidate, Cancel);
        Assert.Null(blind.Opinions);
        Assert.Null(blind.Cosine);
        Assert.Equal("dismissed", (await reviews.GiveOpinionAsync(Senior, candidate, Opinion("different"), Cancel)).State);
    }

    [Fact]
    public async Task Oversight_02_Of_two_second_opinions_at_once_one_is_refused()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (IReviewService reviews, Guid candidate) = await CandidateAsync(rig);
        await reviews.GiveOpinionAsync(First, candidate, Opinion("same"), Cancel);
        Task<RefusalException?>[] both =
        [
            TryAsync(reviews.GiveOpinionAsync(Second, candidate, Opinion("same"), Cancel)),
            TryAsync(reviews.GiveOpinionAsync(Third, candidate, Opinion("same"), Cancel)),
        ];
        RefusalException refusal = Assert.Single((await Task.WhenAll(both)).OfType<RefusalException>());
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Equal(2, (await reviews.GetAsync(Senior, candidate, Cancel)).Opinions!.Count);
    }

    [Fact]
    public async Task Oversight_04_A_checklist_with_gaps_is_refused_and_the_gaps_are_named()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (IReviewService reviews, Guid candidate) = await CandidateAsync(rig);
        OpinionRequest gaps = new("same", new Dictionary<string, string>(StringComparer.Ordinal) { ["eyes"] = "similar" }, null);
        RefusalException refusal = await Refused.WithAsync("checklist-incomplete", reviews.GiveOpinionAsync(First, candidate, gaps, Cancel));
        Assert.Equal(
            ["checklist.brow", "checklist.ears", "checklist.faceShape", "checklist.marks", "checklist.mouth", "checklist.nose"],
            refusal.Fields!.Keys.Order(StringComparer.Ordinal));
        await Refused.WithAsync("invalid-fields", reviews.GiveOpinionAsync(First, candidate, Opinion("certainly"), Cancel));
    }

    [Fact]
    public async Task Oversight_24_Who_requested_or_approved_the_deployment_does_not_judge_its_alerts()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        AlertView alert = await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-1"));
        IReviewService reviews = rig.Get<IReviewService>();
        foreach (Actor party in new[] { live.Requester, live.Approver })
        {
            Assert.Empty(await reviews.QueueAsync(party, 10, Cancel));
            await Refused.WithAsync("same-person", reviews.GiveOpinionAsync(party, Guid.Parse(alert.CandidateId), Opinion("same"), Cancel));
        }
    }

    [Fact]
    public async Task Oversight_24_Only_a_reviewer_judges()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (IReviewService reviews, Guid candidate) = await CandidateAsync(rig);
        await Refused.WithAsync("role-required", reviews.GiveOpinionAsync(TruthRig.Person("a", Role.Auditor), candidate, Opinion("same"), Cancel));
        await Refused.WithAsync("not-found", reviews.GetAsync(TruthRig.Person("b", Role.Administrator), candidate, Cancel));
    }

    private static async Task<(IReviewService Reviews, Guid Candidate)> CandidateAsync(TruthRig rig)
    {
        LiveUse live = await rig.GoLiveAsync();
        AlertView alert = await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-1"));
        return (rig.Get<IReviewService>(), Guid.Parse(alert.CandidateId));
    }

    private static async Task<RefusalException?> TryAsync(Task act)
    {
        try
        {
            await act;
            return null;
        }
        catch (RefusalException refusal)
        {
            return refusal;
        }
    }
}
