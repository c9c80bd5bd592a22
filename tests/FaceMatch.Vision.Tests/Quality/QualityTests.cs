using FaceMatch.Core.Faces;
using FaceMatch.Vision.Tests.Support;
using OpenCvSharp;

namespace FaceMatch.Vision.Tests.Quality;

public sealed class QualityTests
{
    private static readonly Landmarks Frontal = new(new(138, 151), new(173, 151), new(156, 171), new(141, 192), new(170, 192));

    [Fact]
    public void A_clear_frontal_face_has_no_reasons()
    {
        using Frame picture = Texture();
        FaceQuality quality = Assess(picture, Frontal);
        Assert.Empty(quality.Reasons);
        Assert.InRange(quality.Overall, 0.6, 1);
    }

    [Fact]
    public void Blur_lowers_sharpness_and_is_named()
    {
        using Frame sharp = Texture();
        using Frame blurred = Changed(sharp, (from, to) => Cv2.GaussianBlur(from, to, new Size(0, 0), 6));
        Assert.True(Assess(blurred, Frontal).Sharpness < Assess(sharp, Frontal).Sharpness);
        Assert.Contains(QualityReasons.TooBlurred, Assess(blurred, Frontal).Reasons);
        Assert.True(Assess(blurred, Frontal).Overall < Assess(sharp, Frontal).Overall);
    }

    [Fact]
    public void Darkness_and_glare_are_named()
    {
        using Frame picture = Texture();
        using Frame dark = Changed(picture, (from, to) => from.ConvertTo(to, -1, 0.15));
        using Frame glare = Changed(picture, (from, to) => from.ConvertTo(to, -1, 1, 160));
        Assert.Equal([QualityReasons.TooDark], Assess(dark, Frontal).Reasons);
        Assert.Contains(QualityReasons.Overexposed, Assess(glare, Frontal).Reasons);
    }

    [Fact]
    public void A_small_face_is_named()
    {
        using Frame picture = Texture();
        var small = new Landmarks(new(100, 100), new(112, 100), new(106, 107), new(101, 114), new(111, 114));
        Assert.Contains(QualityReasons.TooSmall, Assess(picture, small).Reasons);
    }

    [Fact]
    public void A_face_in_profile_is_named()
    {
        using Frame picture = Texture();
        Landmarks profile = Frontal with { Nose = new PixelPoint(176, 171) };
        FaceQuality quality = Assess(picture, profile);
        Assert.Contains(QualityReasons.TurnedAway, quality.Reasons);
        Assert.True(quality.Yaw > 35);
    }

    private static FaceQuality Assess(Frame frame, Landmarks landmarks) =>
        TestPack.Vision.Assess(frame, new Detection(new Box(110, 110, 90, 110), 0.95f), landmarks);

    /// <summary>Blotches with edges of one pixel, as sharp as a photograph gets.</summary>
    private static Frame Texture()
    {
        Frame frame = Pictures.Constant(320, 320, 60, 60, 60);
        var random = new Random(5);
        for (int blotch = 0; blotch < 1500; blotch++)
        {
            int left = random.Next(310), top = random.Next(310);
            byte value = (byte)random.Next(60, 190);
            for (int y = top; y < top + 9; y++)
                frame.Pixels.Span.Slice((y * frame.Stride) + (left * 3), 27).Fill(value);
        }

        return frame;
    }

    private static Frame Changed(Frame frame, Action<Mat, Mat> change)
    {
        var changed = new Frame(frame.Size, frame.CapturedAt);
        using Mat from = Mat.FromPixelData(frame.Size.Height, frame.Size.Width, MatType.CV_8UC3, frame.Pixels.ToArray());
        using Mat to = new();
        change(from, to);
        to.GetArray(out Vec3b[] pixels);
        for (int i = 0; i < pixels.Length; i++)
        {
            changed.Pixels.Span[i * 3] = pixels[i].Item0;
            changed.Pixels.Span[(i * 3) + 1] = pixels[i].Item1;
            changed.Pixels.Span[(i * 3) + 2] = pixels[i].Item2;
        }

        return changed;
    }
}
