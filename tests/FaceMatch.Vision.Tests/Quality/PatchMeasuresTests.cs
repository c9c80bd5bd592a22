using CsCheck;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Quality;
using FaceMatch.Vision.Tests.Support;
using OpenCvSharp;
using Size = OpenCvSharp.Size;

namespace FaceMatch.Vision.Tests.Quality;

/// <summary>What the pixels say, on textures as sharp as a photograph gets.</summary>
public sealed class PatchMeasuresTests
{
    private static readonly Landmarks Frontal = new(new(138, 151), new(173, 151), new(156, 171), new(141, 192), new(170, 192));

    private static readonly Gen<int> Seeds = Gen.Int[0, 1_000];

    [Fact]
    public void More_blur_never_raises_detail() => Seeds.Select(Gen.Double[0.5, 6], Gen.Double[0.2, 3]).Sample(
        (seed, sigma, more) =>
        {
            using Frame picture = Blotches(seed);
            using Frame blurred = Blur(picture, sigma), worse = Blur(picture, sigma + more);
            double sharp = Of(picture).Detail, soft = Of(blurred).Detail;
            return soft < sharp && Of(worse).Detail < soft;
        },
        iter: 25);

    [Fact]
    public void Darkening_lowers_brightness_and_contrast_and_leaves_detail() => Seeds.Select(Gen.Double[0.3, 0.9]).Sample(
        (seed, factor) =>
        {
            using Frame picture = Blotches(seed);
            using Frame dark = Filtered.By(picture, (from, to) => from.ConvertTo(to, -1, factor));
            PatchMeasures before = Of(picture), after = Of(dark);
            return after.Brightness < before.Brightness && after.Contrast < before.Contrast && Math.Abs((after.Detail / before.Detail) - 1) < 0.05;
        },
        iter: 25);

    [Fact]
    public void More_light_never_lowers_what_is_burnt_out() => Seeds.Select(Gen.Int[0, 120], Gen.Int[1, 80]).Sample(
        (seed, light, more) =>
        {
            using Frame picture = Blotches(seed);
            using Frame bright = Filtered.By(picture, (from, to) => from.ConvertTo(to, -1, 1, light));
            using Frame brighter = Filtered.By(picture, (from, to) => from.ConvertTo(to, -1, 1, light + more));
            return Of(brighter).BurntOut >= Of(bright).BurntOut;
        },
        iter: 25);

    [Fact]
    public void A_picture_twice_as_large_measures_the_same() => Seeds.Sample(
        seed =>
        {
            using Frame picture = Blotches(seed);
            using Frame soft = Blur(picture, 3);
            using Frame large = Filtered.By(soft, (from, to) => Cv2.Resize(from, to, new Size(), 2, 2, InterpolationFlags.Cubic), 2);
            PatchMeasures small = Of(soft), twice = Of(large, 2);
            return Math.Abs((twice.Detail / small.Detail) - 1) < 0.05 && Math.Abs(twice.Brightness - small.Brightness) < 1
                && Math.Abs((twice.Contrast / small.Contrast) - 1) < 0.05;
        },
        iter: 25);

    [Fact]
    public void Points_that_coincide_still_give_numbers()
    {
        using Frame picture = Blotches(1);
        var point = new PixelPoint(50, 50);
        using FacePatch patch = new();
        patch.Cut(picture, new Landmarks(point, point, point, point, point));
        PatchMeasures measures = PatchMeasures.Of(patch);
        Assert.True(double.IsFinite(measures.Detail) && double.IsFinite(measures.Contrast));
    }

    private static PatchMeasures Of(Frame frame, float scale = 1)
    {
        using FacePatch patch = new();
        patch.Cut(frame, Scaled(Frontal, scale));
        return PatchMeasures.Of(patch);
    }

    private static Landmarks Scaled(Landmarks points, float scale)
    {
        PixelPoint Of(PixelPoint point) => new(point.X * scale, point.Y * scale);
        return new Landmarks(Of(points.LeftEye), Of(points.RightEye), Of(points.Nose), Of(points.LeftMouth), Of(points.RightMouth));
    }

    private static Frame Blur(Frame frame, double sigma) =>
        Filtered.By(frame, (from, to) => Cv2.GaussianBlur(from, to, new Size(0, 0), sigma));

    private static Frame Blotches(int seed)
    {
        Frame frame = Pictures.Constant(320, 320, 60, 60, 60);
        var random = new Random(seed);
        for (int blotch = 0; blotch < 1500; blotch++)
        {
            int left = random.Next(310), top = random.Next(310);
            byte value = (byte)random.Next(60, 190);
            for (int y = top; y < top + 9; y++)
                frame.Pixels.Span.Slice((y * frame.Stride) + (left * 3), 27).Fill(value);
        }

        return frame;
    }
}
