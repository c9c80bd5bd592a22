using CsCheck;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Detectors;

namespace FaceMatch.Vision.Tests.Detectors;

public sealed class DetectionPlanTests
{
    private const int Narrowest = 12, Widest = 160, Grid = 64;

    /// <summary>A look at half the size is left out when it would hardly be coarser, and sizes are rounded to the grid.</summary>
    private const double WidestAtAll = 2.4 * Widest;

    private static readonly DetectionPlan Plan = new(Narrowest, Widest, Grid);

    private static readonly FrameSize[] Usual = [new(250, 250), new(1920, 1080), new(3840, 2160), new(8000, 6000)];

    private static readonly Gen<FrameSize> Frames = Gen.OneOf(
        Gen.Select(Gen.Int[40, 9000], Gen.Int[40, 9000], (width, height) => new FrameSize(width, height)),
        Gen.Int[0, Usual.Length - 1].Select(i => Usual[i]));

    [Fact]
    public void Every_wanted_face_is_whole_and_of_a_findable_size_in_some_look() =>
        Gen.Select(Frames, Gen.Double[16, 64], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((frame, smallest, size, across, down) =>
        {
            const double HeightPerWidth = 1.35;
            double largest = Math.Min(frame.Width, frame.Height / HeightPerWidth);
            if (largest < smallest) return true;
            double width = smallest * Math.Pow(largest / smallest, size), height = width * HeightPerWidth;
            Box face = new((float)(across * (frame.Width - width)), (float)(down * (frame.Height - height)), (float)width, (float)height);
            return Looks(frame, smallest).Exists(look =>
            {
                double seen = width * look.InputWidth / look.Width;
                bool inside = face.X >= look.X - 0.01 && face.Y >= look.Y - 0.01 && face.Right <= look.X + look.Width + 0.01
                    && face.Bottom <= look.Y + look.Height + 0.01;
                return inside && !look.LeavesToOthers(face, frame) && seen > Narrowest * 0.75 && seen <= WidestAtAll;
            });
        }, iter: 3000);

    [Fact]
    public void No_run_of_the_network_is_larger_than_the_limit_and_the_looks_cover_the_frame() =>
        Gen.Select(Frames, Gen.Double[8, 100]).Sample((frame, smallest) =>
        {
            List<Look> looks = Looks(frame, smallest);
            Assert.All(looks, look =>
            {
                Assert.InRange(look.X, 0, frame.Width - look.Width);
                Assert.InRange(look.Y, 0, frame.Height - look.Height);
                Assert.InRange(look.InputWidth, 1, DetectionPlan.LargestSide + 2);
                Assert.InRange(look.InputHeight, 1, DetectionPlan.LargestSide + 2);
            });
            Assert.Equal((0, 0), (looks.Min(look => look.X), looks.Min(look => look.Y)));
            Assert.Equal((frame.Width, frame.Height), (looks.Max(look => look.X + look.Width), looks.Max(look => look.Y + look.Height)));
        }, iter: 1000);

    [Theory]
    [InlineData(250, 250, 24, 1)]
    [InlineData(1920, 1080, 32, 2)]
    [InlineData(3840, 2160, 64, 2)]
    public void A_frame_takes_no_more_looks_than_it_needs(int width, int height, double smallest, int looks) =>
        Assert.Equal(looks, Looks(new FrameSize(width, height), smallest).Count);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3000, 2)]
    [InlineData(7, 900)]
    public void A_frame_of_an_odd_shape_has_a_plan(int width, int height) =>
        Assert.NotEmpty(Looks(new FrameSize(width, height), 24));

    private static List<Look> Looks(FrameSize frame, double smallest)
    {
        List<Look> looks = [];
        Plan.Add(frame, smallest, looks);
        return looks;
    }
}
