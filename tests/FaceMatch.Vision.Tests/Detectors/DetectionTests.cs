using FaceMatch.Core.Faces;
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

    [Fact]
    public void The_same_portrait_is_found_small_and_filling_the_picture()
    {
        using Frame portrait = Portrait(0);
        Box face = TestPack.Vision.Detect(portrait)[0].Box;

        using Frame wide = Pictures.Constant(1920, 1080, 90, 120, 150);
        Paste(portrait, wide, 900, 400);
        Box found = Assert.Single(TestPack.Vision.Detect(wide)).Box;
        Assert.True(found.IntersectionOverUnion(face with { X = face.X + 900, Y = face.Y + 400 }) > 0.6);
    }

    [Fact]
    public void Every_face_of_a_4K_frame_is_found_from_the_smallest_wanted_to_one_that_fills_half_of_it()
    {
        // Side of the pasted portrait, and where; its face takes some 0.37 of it.
        (int Side, int X, int Y)[] places =
            [(2000, 100, 100), (700, 2300, 80), (300, 3100, 200), (130, 3500, 300), (90, 2500, 1000), (65, 3000, 1400), (90, 2340, 2050), (65, 3770, 2090)];
        using Frame frame = Pictures.Constant(3840, 2160, 90, 120, 150);
        List<Box> faces = [];
        for (int i = 0; i < places.Length; i++)
        {
            (int side, int x, int y) = places[i];
            using Frame portrait = Portrait(i);
            Box face = TestPack.Vision.Detect(portrait).MaxBy(found => found.Box.Area).Box;
            float scale = (float)side / portrait.Size.Width;
            faces.Add(new Box(x + (face.X * scale), y + (face.Y * scale), face.Width * scale, face.Height * scale));
            using Frame scaled = FrameScaler.To(portrait, new FrameSize(side, side));
            Paste(scaled, frame, x, y);
        }

        IReadOnlyList<Detection> found = TestPack.Vision.Detect(frame);
        Assert.All(faces, face => Assert.Contains(found, one => one.Box.IntersectionOverUnion(face) > 0.5));
    }

    [Fact]
    public void A_face_across_the_edge_of_two_tiles_is_found_once()
    {
        using Frame portrait = Portrait(2);
        using Frame frame = Pictures.Constant(6000, 900, 90, 120, 150);
        List<int> places = [.. Enumerable.Range(0, 20).Select(i => 150 + (i * 287))];
        foreach (int place in places) Paste(portrait, frame, place, 300);
        Assert.Equal(places.Count, TestPack.Vision.Detect(frame).Count);
    }

    private static Frame Portrait(int person)
    {
        string folder = Directory.EnumerateDirectories(SharedData.Folder("lfw-dev")).Order(StringComparer.Ordinal).ElementAt(person);
        return new FrameDecoder().Decode(
            File.ReadAllBytes(Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).First()), Pictures.Noon);
    }

    private static void Paste(Frame small, Frame large, int left, int top)
    {
        int width = Math.Min(small.Stride, large.Stride - (left * Frame.BytesPerPixel));
        for (int row = 0; row < Math.Min(small.Size.Height, large.Size.Height - top); row++)
            small.Pixels.Span.Slice(row * small.Stride, width)
                .CopyTo(large.Pixels.Span[(((top + row) * large.Stride) + (left * Frame.BytesPerPixel))..]);
    }
}
