using CsCheck;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Core.Tests.Deployments;

public sealed class DeploymentTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Asker = new("0199aaaa-0000-7000-8000-00000000000a");
    private static readonly Guid Authoriser = new("0199aaaa-0000-7000-8000-00000000000b");

    private enum Step
    {
        ApproveByAsker,
        ApproveByAuthoriser,
        StopByAsker,
        StopByAuthoriser,
        Suspend,
        Wait,
    }

    /// <summary>Oversight rules 8, 13 and 23, over any history.</summary>
    [Fact]
    public void A_deployment_is_live_only_approved_by_another_person_inside_its_window_and_never_after_a_stop()
    {
        Gen.Enum<Step>().List[0, 12].Sample(steps =>
        {
            Deployment deployment = Requested();
            DateTimeOffset now = Start.AddHours(-2);
            bool approved = false;
            bool stopped = false;
            foreach (Step step in steps)
            {
                if (step == Step.Wait) now += TimeSpan.FromHours(1);
                string? refused = Refused(deployment, step, now);
                bool mayApprove = !approved && !stopped && now < deployment.EndsAt;
                Assert.Equal(step is Step.ApproveByAsker || (step is Step.ApproveByAuthoriser && !mayApprove), refused is not null);
                approved |= step is Step.ApproveByAuthoriser && refused is null;
                stopped |= step is Step.StopByAsker or Step.StopByAuthoriser || (step == Step.Suspend && approved);
                foreach (DateTimeOffset moment in new[] { now, deployment.StartsAt.AddTicks(-1), deployment.StartsAt, deployment.EndsAt.AddTicks(-1), deployment.EndsAt })
                {
                    bool inWindow = moment >= deployment.StartsAt && moment < deployment.EndsAt;
                    Assert.Equal(approved && !stopped && inWindow, deployment.IsLive(moment));
                }
            }
        });
    }

    [Fact]
    public void The_first_stop_is_the_one_that_is_told_of()
    {
        Deployment deployment = Requested();

        deployment.Stop(Authoriser, Start);
        deployment.Stop(Asker, Start.AddHours(1));

        Assert.Equal((Authoriser, Start), (deployment.StoppedBy, deployment.StoppedAt));
    }

    [Fact]
    public void Each_refused_approval_says_which_rule_stands_against_it()
    {
        Deployment deployment = Requested();

        Assert.Equal("same-person", Refused(deployment, Step.ApproveByAsker, Start));
        Assert.Equal("window-over", Refused(deployment, Step.ApproveByAuthoriser, deployment.EndsAt));
        deployment.Approve(Authoriser, Start);
        Assert.Equal("not-requested", Refused(deployment, Step.ApproveByAuthoriser, Start));
    }

    private static string? Refused(Deployment deployment, Step step, DateTimeOffset now)
    {
        try
        {
            switch (step)
            {
                case Step.ApproveByAsker:
                    deployment.Approve(Asker, now);
                    break;
                case Step.ApproveByAuthoriser:
                    deployment.Approve(Authoriser, now);
                    break;
                case Step.StopByAsker:
                    deployment.Stop(Asker, now);
                    break;
                case Step.StopByAuthoriser:
                    deployment.Stop(Authoriser, now);
                    break;
                case Step.Suspend:
                    deployment.Suspend(now);
                    break;
            }

            return null;
        }
        catch (RefusalException refused)
        {
            return refused.Code;
        }
    }

    private static Deployment Requested() => new(
        "purpose", "area", "IA-1", Start, Start.AddHours(4), [Guid.NewGuid()], [Guid.NewGuid()], new DeploymentThreshold(1e-6, 0.5f, "cal", null),
        "Unit 4", Asker, Start.AddHours(-3));
}
