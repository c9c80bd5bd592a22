using CsCheck;
using FaceMatch.Core.Watching;

namespace FaceMatch.Core.Tests.Watching;

public sealed class TrackEvidenceTests
{
    private const int Size = 8;

    private static readonly Gen<float[]> GenEmbedding = Gen.Float[-1, 1].Array[Size].Where(values => values.Any(value => Math.Abs(value) > 0.1f)).Select(Normalised);

    [Fact]
    public void Fused_evidence_has_length_one_and_does_not_depend_on_the_order_of_the_shots()
    {
        Gen.Select(GenEmbedding, Gen.Double[0.05, 1]).List[1, 6].Sample(shots =>
        {
            float[] forwards = Fused(shots);
            float[] backwards = Fused(shots.AsEnumerable().Reverse());
            double length = Math.Sqrt(forwards.Sum(value => (double)value * value));
            double apart = forwards.Zip(backwards, (one, other) => Math.Abs(one - other)).Max();

            // Shots that point against each other may leave almost nothing to normalise; then only rounding is left.
            return Unfused(shots) < 1e-2 || (Math.Abs(length - 1) < 1e-4 && apart < 1e-3);
        });
    }

    [Fact]
    public void One_shot_alone_is_its_own_evidence() => Gen.Select(GenEmbedding, Gen.Double[0.05, 1]).Sample((shot, quality) =>
        Fused([(shot, quality)]).Zip(shot, (one, other) => Math.Abs(one - other)).Max() < 1e-5);

    [Fact]
    public void A_better_shot_weighs_more()
    {
        float[] good = [1, 0, 0, 0, 0, 0, 0, 0];
        float[] poor = [0, 1, 0, 0, 0, 0, 0, 0];

        float[] fused = Fused([(good, 0.9), (poor, 0.3)]);

        Assert.Equal(3, fused[0] / fused[1], 1e-4f);
    }

    [Fact]
    public void Further_shots_are_wanted_until_there_are_enough_and_then_only_clearly_better_ones()
    {
        using TrackEvidence evidence = new(Size);
        float[] shot = [1, 0, 0, 0, 0, 0, 0, 0];
        Assert.True(evidence.WantsShot(0.01, enough: 2, gain: 0.1));
        evidence.Add(shot, 0.5, 0.5);
        Assert.True(evidence.WantsShot(0.01, enough: 2, gain: 0.1));
        evidence.Add(shot, 0.4, 0.4);

        Assert.False(evidence.WantsShot(0.54, enough: 2, gain: 0.1));
        Assert.True(evidence.WantsShot(0.56, enough: 2, gain: 0.1));
        Assert.Equal(2, evidence.Shots);
    }

    [Fact]
    public void A_track_alerts_once_for_each_subject()
    {
        using TrackEvidence evidence = new(Size);
        Guid subject = Guid.NewGuid();

        Assert.True(evidence.FirstAlertFor(subject));
        Assert.False(evidence.FirstAlertFor(subject));
        Assert.True(evidence.FirstAlertFor(Guid.NewGuid()));
    }

    [Fact]
    public void Oversight_10_Nothing_of_a_face_is_left_when_the_track_is_over()
    {
        TrackEvidence evidence = new(Size);
        evidence.Add([1, 0, 0, 0, 0, 0, 0, 0], 1, 1);

        evidence.Dispose();

        float[] left = new float[Size];
        evidence.Fuse(left);
        Assert.All(left, value => Assert.Equal(0, value));
    }

    private static float[] Fused(IEnumerable<(float[] Embedding, double Quality)> shots)
    {
        using TrackEvidence evidence = new(Size);
        foreach ((float[] embedding, double quality) in shots) evidence.Add(embedding, quality, quality);
        float[] fused = new float[Size];
        evidence.Fuse(fused);
        return fused;
    }

    private static double Unfused(IEnumerable<(float[] Embedding, double Quality)> shots)
    {
        double[] sum = new double[Size];
        foreach ((float[] embedding, double quality) in shots)
        {
            for (int i = 0; i < Size; i++) sum[i] += quality * embedding[i];
        }

        return Math.Sqrt(sum.Sum(value => value * value));
    }

    private static float[] Normalised(float[] values)
    {
        float length = MathF.Sqrt(values.Sum(value => value * value));
        return [.. values.Select(value => value / length)];
    }
}
