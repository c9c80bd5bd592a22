using CsCheck;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Detectors;

namespace FaceMatch.Vision.Tests.Detectors;

public sealed class BoxVotingTests
{
    private static readonly Gen<Detection[]> Crowd = Gen.Select(
        Gen.Float[0, 60], Gen.Float[0, 60], Gen.Float[5, 40], Gen.Float[5, 40], Gen.Float[0.1f, 1],
        (x, y, width, height, score) => new Detection(new Box(x, y, width, height), score)).Array[1, 30];

    [Fact]
    public void A_kept_box_becomes_the_mean_by_score_of_those_that_overlap_it() =>
        Crowd.Sample(crowd =>
        {
            (List<Detection> before, List<Detection> after) = Vote(crowd);
            for (int i = 0; i < before.Count; i++)
            {
                Detection[] votes = [.. crowd.Where(one => before[i].Box.IntersectionOverUnion(one.Box) > 0.4f)];
                double weight = votes.Sum(vote => (double)vote.Score);
                Assert.Equal(votes.Sum(vote => vote.Score * (double)vote.Box.X) / weight, after[i].Box.X, 1e-3);
                Assert.Equal(votes.Sum(vote => vote.Score * (double)vote.Box.Bottom) / weight, after[i].Box.Bottom, 1e-3);
                Assert.Equal(before[i].Score, after[i].Score);
            }
        });

    [Fact]
    public void A_box_that_stands_alone_stays()
    {
        Detection[] alone = [new(new Box(0, 0, 10, 10), 0.9f), new(new Box(100, 0, 10, 10), 0.8f)];
        Assert.Equal(alone, Vote(alone).After);
    }

    private static (List<Detection> Before, List<Detection> After) Vote(Detection[] crowd)
    {
        DetectionLists lists = new();
        lists.Found.AddRange(crowd);
        NonMaxSuppression.Keep(lists, 0.4f);
        List<Detection> before = [.. lists.Kept];
        BoxVoting.Refine(lists, 0.4f);
        return (before, lists.Kept);
    }
}
