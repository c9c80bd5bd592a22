using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Frames;

namespace FaceMatch.Cli.Evaluation.Speed;

/// <summary>How fast the line is, on this machine and with this pack.</summary>
internal static class SpeedEvaluation
{
    /// <summary>Pictures before the clock counts: pools fill and code is compiled.</summary>
    private const int WarmUp = 20;

    /// <summary>Pictures that are timed stage by stage.</summary>
    private const int MostTimed = 500;

    private const int Mosaics = 30;

    private static readonly FrameDecoder Decoder = new();

    public static async Task<Measurement> RunAsync(
        EvaluationRun run, DirectoryInfo images, CancellationToken cancellationToken)
    {
        string[] files =
        [
            .. LabelledFolder.FilesOf(images)
                .Concat(images.EnumerateDirectories().OrderBy(folder => folder.Name, StringComparer.Ordinal).SelectMany(LabelledFolder.FilesOf)),
        ];
        if (files.Length == 0) throw new UsageException($"{images.FullName} has no images.");
        byte[][] some = await ReadAsync(files, cancellationToken);
        (IReadOnlyList<StageTime> folder, double allocated) = Folder(run, some, cancellationToken);
        (IReadOnlyList<StageTime> mosaic, double faces) = MosaicFrames(run, some, cancellationToken);

        // The whole folder comes last, when everything is warm.
        EmbeddedSet set = await run.EmbedAnewAsync(images, files, assess: false, cancellationToken);
        SpeedResult result = new(
            files.Length, Environment.ProcessorCount, set.ImagesPerSecond, some.Length, folder, allocated, faces, mosaic);
        return new Measurement("speed", result, SpeedSection.Of(images.Name, result));
    }

    private static async Task<byte[][]> ReadAsync(string[] files, CancellationToken cancellationToken)
    {
        // Spread over the folder, so that one person's photographs do not decide.
        int step = Math.Max(1, files.Length / MostTimed);
        List<byte[]> contents = [];
        for (int i = 0; i < files.Length && contents.Count < MostTimed; i += step)
            contents.Add(await File.ReadAllBytesAsync(files[i], cancellationToken));
        return [.. contents];
    }

    /// <summary>Picture after picture on one thread, one face each.</summary>
    private static (IReadOnlyList<StageTime> Times, double AllocatedPerImage) Folder(
        EvaluationRun run, byte[][] contents, CancellationToken cancellationToken)
    {
        TimeProvider time = run.Environment.Time;
        TimedLine warm = new(run.Vision, new StageTimes(time));
        foreach (byte[] content in contents.Take(WarmUp))
        {
            using Frame frame = Decode(content, time);
            warm.Run(frame, 1);
        }

        StageTimes times = new(time);
        TimedLine line = new(run.Vision, times);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        foreach (byte[] content in contents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long started = time.GetTimestamp();
            using Frame frame = times.Measure(Stage.Decode, () => Decode(content, time));
            line.Run(frame, 1);
            times.Add(Stage.Whole, time.GetElapsedTime(started));
        }

        return (times.Summary(), (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / contents.Length);
    }

    /// <summary>Frames of 1920x1080 with up to five faces, every face embedded, on one thread; without decoding.</summary>
    private static (IReadOnlyList<StageTime> Times, double FacesPerFrame) MosaicFrames(
        EvaluationRun run, byte[][] contents, CancellationToken cancellationToken)
    {
        TimeProvider time = run.Environment.Time;
        StageTimes times = new(time);
        TimedLine line = new(run.Vision, times);
        int faces = 0;
        for (int i = 0; i < Mosaics; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Frame[] tiles = [.. Enumerable.Range(i * Mosaic.MostTiles, Mosaic.MostTiles).Select(tile => Decode(contents[tile % contents.Length], time))];
            using Frame mosaic = Mosaic.Of(tiles, time.GetUtcNow());
            foreach (Frame tile in tiles) tile.Dispose();
            long started = time.GetTimestamp();
            faces += line.Run(mosaic, Mosaic.MostTiles);
            times.Add(Stage.Whole, time.GetElapsedTime(started));
        }

        return (times.Summary(), (double)faces / Mosaics);
    }

    private static Frame Decode(byte[] content, TimeProvider time)
    {
        try
        {
            return Decoder.Decode(content, time.GetUtcNow());
        }
        catch (ImageRefusedException fault)
        {
            throw new UsageException($"An image of the folder cannot be used. {fault.Message}");
        }
    }
}
