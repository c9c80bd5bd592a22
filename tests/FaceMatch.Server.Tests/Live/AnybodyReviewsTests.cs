using CsCheck;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Reviews;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Tests.Live;

/// <summary>Any people, in any order, with any conclusion, against the services and the database.</summary>
public sealed class AnybodyReviewsTests
{
    private static readonly string[] Conclusions = ["same", "different", "cannot-tell"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_02_However_people_try_a_lead_rests_on_two_who_may_judge_and_said_same()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        (Actor Person, bool May, bool Senior)[] people =
        [
            (TruthRig.Person("one", Role.Reviewer), true, false),
            (TruthRig.Person("two", Role.Reviewer, Role.Investigator), true, false),
            (TruthRig.Person("three", Role.Reviewer), true, false),
            (TruthRig.Person("senior", Role.SeniorReviewer), true, true),
            (TruthRig.Person("headquarters", Role.Reviewer, Role.SeniorReviewer) with { Unit = Actor.WholeForce }, true, true),
            (live.Requester, false, false),
            (live.Approver, false, false),
            (TruthRig.Person("elsewhere", Role.Reviewer, Role.SeniorReviewer) with { Unit = "unit-2" }, false, false),
            (TruthRig.Person("investigator", Role.Investigator), false, false),
            (TruthRig.Person("auditor", Role.Auditor), false, false),
            (TruthRig.Person("administrator", Role.Administrator), false, false),
        ];
        int run = 0;
        await Gen.Select(Gen.Int[0, people.Length - 1], Gen.Int[0, Conclusions.Length - 1]).List[0, 12].SampleAsync(
            async attempts =>
            {
                AlertView alert = await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, $"M-{run++}"));
                List<(int Person, string Conclusion)> given = [];
                foreach ((int person, int conclusion) in attempts)
                {
                    bool taken = await GivesAsync(rig, people[person].Person, alert, Conclusions[conclusion]);
                    Assert.Equal(people[person].May && Expects(given, person, people[person].Senior), taken);
                    if (taken) given.Add((person, Conclusions[conclusion]));
                }

                Guid candidate = Guid.Parse(alert.CandidateId);
                Assert.Equal(given.Count, await rig.ReadAsync(db => db.Opinions.CountAsync(opinion => opinion.CandidateId == candidate, Cancel)));
                ReviewState state = await rig.ReadAsync(db => db.Candidates.Where(row => row.Id == candidate).Select(row => row.State).SingleAsync(Cancel));
                Assert.Equal(given.Count(opinion => opinion.Conclusion == "same") >= 2, state == ReviewState.Lead);
            },
            iter: 40, threads: 1);
    }

    /// <summary>Whether another opinion is wanted, and of this person.</summary>
    private static bool Expects(List<(int Person, string Conclusion)> given, int person, bool senior) =>
        given.All(opinion => opinion.Person != person)
        && (given.Count < 2 || (given.Count == 2 && given[0].Conclusion != given[1].Conclusion && senior));

    private static async Task<bool> GivesAsync(TruthRig rig, Actor person, AlertView alert, string conclusion)
    {
        try
        {
            await rig.Get<IReviewService>().GiveOpinionAsync(person, Guid.Parse(alert.CandidateId), ReviewTests.Opinion(conclusion), Cancel);
            return true;
        }
        catch (RefusalException)
        {
            return false;
        }
    }
}
