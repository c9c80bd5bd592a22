using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FaceMatch.Core.Faces;
using FaceMatch.Vision;

namespace FaceMatch.LoadTest.Faces;

/// <summary>`faces`: faces a second, detect to embedding, over all cores.</summary>
internal static class FacesCommand
{
    private const int WarmUp = 50;

    public static Command Create()
    {
        Option<DirectoryInfo> images = FaceOptions.Images();
        Option<string> pack = FaceOptions.Pack();
        Option<int> workers = FaceOptions.WorkerCount();
        var count = new Option<int>("--count") { DefaultValueFactory = _ => 2_000, Description = "Photographs that are timed in a round" };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3, Description = "Rounds; each is reported" };
        var command = new Command(
            "faces", "Time photographs of one face from pixels in memory to embedding, and from JPEG in memory to embedding")
        {
            images, pack, workers, count, rounds,
        };
        command.SetAction(parsed =>
        {
            using FaceVision vision = FaceOptions.Load(parsed.GetRequiredValue(pack));
            int number = parsed.GetValue(count);
            SampleImages samples = SampleImages.Read(parsed.GetRequiredValue(images), number);
            Frame[] frames = [.. samples.Files.Select(SampleImages.Decode)];
            Print(parsed.GetRequiredValue(pack), frames[0].Size, parsed.GetValue(workers));
            Time(vision, parsed.GetValue(workers), WarmUp, i => frames[i % frames.Length], keep: true);
            for (int round = 0; round < parsed.GetValue(rounds); round++)
            {
                double decoded = Time(vision, parsed.GetValue(workers), number, i => frames[i % frames.Length], keep: true);
                double encoded = Time(vision, parsed.GetValue(workers), number, samples.Decode, keep: false);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{decoded:F1} faces a second from pixels, {encoded:F1} from JPEG"));
            }

            foreach (Frame frame in frames) frame.Dispose();
        });
        return command;
    }

    private static void Print(string pack, FrameSize size, int workers) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pack {pack}, {size.Width}x{size.Height}, {workers} workers"));

    /// <param name="keep">Whether the frames are needed again.</param>
    /// <returns>Faces embedded a second.</returns>
    private static double Time(IFaceVision vision, int workers, int count, Func<int, Frame> frames, bool keep)
    {
        int faces = 0;
        long started = Stopwatch.GetTimestamp();
        Workers.Run(workers, count, () =>
        {
            FaceLine line = new(vision);
            return i =>
            {
                Frame frame = frames(i);
                try
                {
                    Interlocked.Add(ref faces, line.Run(frame, 1));
                }
                finally
                {
                    if (!keep) frame.Dispose();
                }
            };
        });
        return faces / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
