using FaceMatch.Core.Faces;
using FaceMatch.Vision.Detectors;
using FaceMatch.Vision.Frames;
using FaceMatch.Vision.Tests.Support;

namespace FaceMatch.Vision.Tests.Detectors;

public sealed class DetectionTests
{
    [Fact]
    public void A_picture_without_faces_gives_none()
    {
        using Frame empty = Pictures.Constant(640, 480, 90, 120, 150);
        Assert.Empty(TestPack.Vision.Detect(empty));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3000, 2)]
    [InlineData(7, 900)]
    public void A_picture_of_an_odd_shape_is_searched_without_fault(int width, int height)
    {
        using Frame odd = Pictures.Constant(width, height, 90, 120, 150);
        Assert.Empty(TestPack.Vision.Detect(odd));
    }

    [Theory]
    [InlineData(250, 250, new[] { 320 })]
    [InlineData(640, 360, new[] { 320, 640 })]
    [InlineData(1920, 1080, new[] { 320, 960 })]
    [InlineData(8000, 6000, new[] { 320, 1280 })]
    public void Larger_frames_are_searched_at_finer_scales_up_to_a_limit(int width, int height, int[] sides) =>
        Assert.Equal(sides, DetectionScale.Sides(new FrameSize(width, height)));

    [Fact]
    public void The_same_portrait_is_found_small_and_filling_the_picture()
    {
        string person = Directory.EnumerateDirectories(SharedData.Folder("lfw-dev")).Order(StringComparer.Ordinal).First();
        using Frame portrait = new FrameDecoder().Decode(
            File.ReadAllBytes(Directory.EnumerateFiles(person).Order(StringComparer.Ordinal).First()), Pictures.Noon);
        Box face = TestPack.Vision.Detect(portrait)[0].Box;

        using Frame wide = Paste(portrait, 1920, 1080, 900, 400);
        Box found = Assert.Single(TestPack.Vision.Detect(wide)).Box;
        Assert.True(found.IntersectionOverUnion(face with { X = face.X + 900, Y = face.Y + 400 }) > 0.6);
    }

    private static Frame Paste(Frame small, int width, int height, int left, int top)
    {
        Frame large = Pictures.Constant(width, height, 90, 120, 150);
        for (int row = 0; row < small.Size.Height; row++)
            small.Pixels.Span.Slice(row * small.Stride, small.Stride)
                .CopyTo(large.Pixels.Span[(((top + row) * large.Stride) + (left * 3))..]);
        return large;
    }
}
