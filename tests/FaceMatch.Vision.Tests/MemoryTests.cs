using System.Diagnostics;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Frames;
using FaceMatch.Vision.Models.Adding;
using FaceMatch.Vision.Tests.Support;
using OpenCvSharp;

namespace FaceMatch.Vision.Tests;

/// <summary>
/// Pictures of forty sizes through the whole line. A leak of one network input a picture (150 KB) would be 150 MB here;
/// 100,000 pictures are run by bench/FaceMatch.LoadTest `memory`.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public sealed class MemoryTests
{
    private const int Sizes = 40, WarmUp = 600, Measured = 1_000;

    /// <summary>Resident memory swings by some MB with the collector's mood and the allocator's.</summary>
    private const long MostResident = 48 << 20, MostHeap = 8 << 20;

    [Fact]
    public async Task Memory_does_not_grow_with_the_pictures_that_went_through()
    {
        byte[][] pictures = [.. Enumerable.Range(0, Sizes).Select(Encoded)];
        await RunAsync(pictures, WarmUp);
        (long resident, long heap) before = Now();
        await RunAsync(pictures, Measured);
        (long resident, long heap) after = Now();
        Assert.InRange(after.heap - before.heap, long.MinValue, MostHeap);
        Assert.InRange(after.resident - before.resident, long.MinValue, MostResident);
    }

    private static Task RunAsync(byte[][] pictures, int count)
    {
        FaceVision vision = TestPack.Vision;
        var decoder = new FrameDecoder();
        return Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (i, _) =>
        {
            using Frame frame = decoder.Decode(pictures[i % pictures.Length], Pictures.Noon);
            float across = (float)frame.Size.Width / DrawnFace.Side, down = (float)frame.Size.Height / DrawnFace.Side;
            Box drawn = DrawnFace.Box;
            var face = new Detection(new Box(drawn.X * across, drawn.Y * down, drawn.Width * across, drawn.Height * down), 1);
            vision.Detect(frame);
            Landmarks points = vision.Locate(frame, face);
            vision.Assess(frame, face, points, Scrutiny.Glance);
            using AlignedFace aligned = vision.Align(frame, points);
            vision.Embed(aligned, new float[vision.Models.EmbeddingSize]);
            return ValueTask.CompletedTask;
        });
    }

    private static byte[] Encoded(int number)
    {
        using Frame drawn = DrawnFace.Draw(number / (double)Sizes);
        using var source = Mat.FromPixelData(drawn.Size.Height, drawn.Size.Width, MatType.CV_8UC3, drawn.Pixels.ToArray());
        using Mat sized = source.Resize(new Size(150 + (number * 17), 150 + (number * 11)));
        return ImageFiles.Encode(sized, ".jpg");
    }

    private static (long Resident, long Heap) Now()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return (process.WorkingSet64, GC.GetTotalMemory(forceFullCollection: true));
    }
}
