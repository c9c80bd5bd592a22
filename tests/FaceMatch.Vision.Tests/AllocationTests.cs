using FaceMatch.Core.Faces;
using FaceMatch.Vision.Tests.Support;

namespace FaceMatch.Vision.Tests;

/// <summary>
/// In steady state no pixels and no tensors are allocated, only what a stage hands out and the wrappers by which OpenCV sees a
/// matrix: garbage of a camera's frames would make collections frequent, and those stop every camera.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public sealed class AllocationTests
{
    private const int WarmUp = 10, Measured = 20;

    /// <summary>Some ten objects: results, and OpenCV's wrappers of about 100 bytes each. 720 to 1,304 when this was written.</summary>
    private const long MostBytes = 1536;

    private static readonly Landmarks Face = new(new(210, 200), new(260, 200), new(235, 230), new(215, 255), new(255, 255));

    [Fact]
    public void Looking_for_faces_in_a_frame_allocates_at_most_one_and_a_half_KB_after_the_first_ten()
    {
        FaceVision vision = TestPack.Vision;
        using Frame frame = Pictures.Smooth(1280, 720);
        Assert.InRange(Allocated(() => vision.Detect(frame, SmallestFace.InLive(frame.Size))), 0, MostBytes);
    }

    [Fact]
    public void Finding_the_points_of_a_face_allocates_at_most_one_and_a_half_KB()
    {
        FaceVision vision = TestPack.Vision;
        using Frame frame = Pictures.Smooth(640, 480);
        Detection face = new(new Box(180, 160, 110, 130), 0.99f);
        Assert.InRange(Allocated(() => vision.Locate(frame, face)), 0, MostBytes);
    }

    [Theory]
    [InlineData(Scrutiny.Glance)]
    [InlineData(Scrutiny.Look)]
    public void Judging_the_quality_of_a_face_allocates_at_most_one_and_a_half_KB(Scrutiny scrutiny)
    {
        FaceVision vision = TestPack.Vision;
        using Frame frame = Pictures.Smooth(640, 480);
        Detection face = new(new Box(180, 160, 110, 130), 0.99f);
        Assert.InRange(Allocated(() => vision.Assess(frame, face, Face, scrutiny)), 0, MostBytes);
    }

    [Fact]
    public void Aligning_and_embedding_a_face_allocates_at_most_one_and_a_half_KB()
    {
        FaceVision vision = TestPack.Vision;
        using Frame frame = Pictures.Smooth(640, 480);
        var embedding = new float[vision.Models.EmbeddingSize];
        Assert.InRange(
            Allocated(() =>
            {
                using AlignedFace face = vision.Align(frame, Face);
                vision.Embed(face, embedding);
            }),
            0, MostBytes);
    }

    /// <summary>Bytes a call, on the calling thread: the networks run on it alone.</summary>
    private static long Allocated(Action call)
    {
        for (int i = 0; i < WarmUp; i++) call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Measured; i++) call();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Measured;
    }
}
