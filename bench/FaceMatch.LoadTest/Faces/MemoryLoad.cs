using System.Diagnostics;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Frames;

namespace FaceMatch.LoadTest.Faces;

/// <summary>
/// Photographs at 40 sizes from 120 to 2,000 pixels, landscape, portrait and square (by squeezing), encoded once and then decoded,
/// searched and embedded over and over by one worker a core. Small sizes are met more often, as in an archive.
/// </summary>
internal sealed class MemoryLoad(IFaceVision vision, DirectoryInfo folder)
{
    private const int Sizes = 40, Smallest = 120, Largest = 2000, Photographs = 8;

    /// <summary>Narrowest wanted face over the longest side: the faces of these photographs are a third of it and more.</summary>
    private const float ShareOfSide = 0.15f;

    /// <param name="report">Gets each reading when it is taken.</param>
    public IReadOnlyList<MemoryReading> Run(int count, int every, int workers, Action<MemoryReading> report)
    {
        byte[][] files = Encoded();
        List<MemoryReading> readings = [];
        long started = Stopwatch.GetTimestamp();
        int faces = 0;
        for (int done = 0; done < count; done += every)
        {
            int first = done, batch = Math.Min(every, count - done);
            Workers.Run(workers, batch, () =>
            {
                FaceLine line = new(vision);
                return i =>
                {
                    using Frame frame = SampleImages.Decode(files[Choose(first + i)]);
                    float longest = Math.Max(frame.Size.Width, frame.Size.Height);
                    if (line.Run(frame, 1, longest * ShareOfSide) > 0) Interlocked.Increment(ref faces);
                };
            });
            readings.Add(Read(done + batch, faces, started));
            report(readings[^1]);
        }

        return readings;
    }

    /// <summary>Size after size, each with its own photographs, in an order that depends on the number alone.</summary>
    private static int Choose(int number)
    {
        // The cube of an even number on 0 to 1: six in ten pictures are of the ten smallest sizes.
        double even = new Random(number).NextDouble();
        return ((int)(even * even * even * Sizes) * Photographs) + (number % Photographs);
    }

    private byte[][] Encoded()
    {
        SampleImages samples = SampleImages.Read(folder, Photographs);
        List<byte[]> files = [];
        for (int size = 0; size < Sizes; size++)
        {
            // Even in the logarithm, with no two sizes alike.
            int side = (int)(Smallest * Math.Pow((double)Largest / Smallest, (double)size / (Sizes - 1)));
            for (int i = 0; i < Photographs; i++)
            {
                using Frame photograph = samples.Decode(i);
                using Frame scaled = FrameScaler.To(photograph, Shape(side, size));
                files.Add(SampleImages.Encode(scaled));
            }
        }

        return [.. files];
    }

    private static FrameSize Shape(int side, int size) => (size % 3) switch
    {
        0 => new FrameSize(side, side),
        1 => new FrameSize(side, side * 4 / 5),
        _ => new FrameSize(side * 4 / 5, side),
    };

    private static MemoryReading Read(int images, int faces, long started)
    {
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        using Process process = Process.GetCurrentProcess();
        return new MemoryReading(images, faces, process.WorkingSet64, heap, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
