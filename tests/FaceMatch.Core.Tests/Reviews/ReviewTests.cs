using CsCheck;
using FaceMatch.Core.Policies;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Searches;

namespace FaceMatch.Core.Tests.Reviews;

public sealed class ReviewTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid[] Reviewers = [.. Enumerable.Range(1, 5).Select(i => new Guid(i, 0, 0, new byte[8]))];

    private static readonly Gen<(int Reviewer, Conclusion Conclusion, bool Senior)> GenOpinion =
        Gen.Select(Gen.Int[0, Reviewers.Length - 1], Gen.Enum<Conclusion>(), Gen.Bool);

    [Theory]
    [InlineData(Conclusion.Same, ReviewState.Lead)]
    [InlineData(Conclusion.Different, ReviewState.Dismissed)]
    [InlineData(Conclusion.CannotTell, ReviewState.Inconclusive)]
    public void Two_agreeing_opinions_decide(Conclusion conclusion, ReviewState state)
    {
        Candidate candidate = Candidate();

        candidate.Judge(Opinion(candidate, 0, conclusion), seniorReviewer: false);
        Assert.Equal(ReviewState.Open, candidate.State);
        candidate.Judge(Opinion(candidate, 1, conclusion), seniorReviewer: false);

        Assert.Equal(state, candidate.State);
    }

    [Fact]
    public void A_disagreement_is_decided_by_a_third_senior_person_only()
    {
        Candidate candidate = Candidate();
        candidate.Judge(Opinion(candidate, 0, Conclusion.Same), seniorReviewer: true);
        candidate.Judge(Opinion(candidate, 1, Conclusion.Different), seniorReviewer: true);

        Assert.Equal(ReviewState.Disputed, candidate.State);
        Assert.Equal("senior-required", Refused(candidate, 2, Conclusion.Same, senior: false));
        Assert.Equal("already-judged", Refused(candidate, 0, Conclusion.Same, senior: true));
        candidate.Judge(Opinion(candidate, 2, Conclusion.Different), seniorReviewer: true);
        Assert.Equal(ReviewState.Dismissed, candidate.State);
    }

    /// <summary>Oversight rule 2, over any sequence of attempts.</summary>
    [Fact]
    public void Oversight_02_A_lead_always_rests_on_two_different_people_who_said_same_and_never_on_one()
    {
        GenOpinion.List[0, 10].Sample(attempts =>
        {
            Candidate candidate = Candidate();
            foreach ((int reviewer, Conclusion conclusion, bool senior) in attempts)
            {
                ReviewState before = candidate.State;
                bool complete = before is ReviewState.Lead or ReviewState.Dismissed or ReviewState.Inconclusive;
                int given = candidate.Opinions.Count;
                string? refused = Refused(candidate, reviewer, conclusion, senior);
                Assert.True(refused is not null || !complete, "an opinion was taken after the review was complete");
                Assert.Equal(refused is null ? given + 1 : given, candidate.Opinions.Count);
                if (refused is not null) Assert.Equal(before, candidate.State);
            }

            Assert.Equal(candidate.Opinions.Count, candidate.OpinionsGiven);
            Assert.Equal(candidate.Opinions.Count, candidate.Opinions.Select(opinion => opinion.ReviewerId).Distinct().Count());
            Assert.InRange(candidate.Opinions.Count, 0, 3);
            int same = candidate.Opinions.Count(opinion => opinion.Conclusion == Conclusion.Same);
            Assert.Equal(same >= 2, candidate.State == ReviewState.Lead);
        });
    }

    [Fact]
    public void The_order_in_which_two_people_judge_does_not_matter()
    {
        Gen.Select(Gen.Enum<Conclusion>(), Gen.Enum<Conclusion>()).Sample((one, other) => After(one, other) == After(other, one));

        static ReviewState After(Conclusion first, Conclusion second)
        {
            Candidate candidate = Candidate();
            candidate.Judge(Opinion(candidate, 0, first), seniorReviewer: false);
            candidate.Judge(Opinion(candidate, 1, second), seniorReviewer: false);
            return candidate.State;
        }
    }

    private static string? Refused(Candidate candidate, int reviewer, Conclusion conclusion, bool senior)
    {
        try
        {
            candidate.Judge(Opinion(candidate, reviewer, conclusion), senior);
            return null;
        }
        catch (RefusalException refused)
        {
            return refused.Code;
        }
    }

    private static Candidate Candidate() =>
        new(Guid.NewGuid(), null, 0, 1, new ShownSubject(Guid.NewGuid(), Guid.NewGuid(), "N-1", []), 0.7f, 1e-6, ScoreBand.Strong, Now);

    private static Opinion Opinion(Candidate candidate, int reviewer, Conclusion conclusion) => new(
        candidate.Id, Reviewers[reviewer], conclusion, new FeatureChecklist(default, default, default, default, default, default, default), null, Now);
}
