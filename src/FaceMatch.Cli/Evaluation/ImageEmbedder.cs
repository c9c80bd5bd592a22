using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Frames;
using Spectre.Console;

namespace FaceMatch.Cli.Evaluation;

/// <param name="Embeddings">In the order of the files; null where no face was found.</param>
internal sealed record EmbeddedSet(IReadOnlyList<float[]?> Embeddings, double ImagesPerSecond)
{
    public int FacesNotFound => Embeddings.Count(embedding => embedding is null);
}

/// <summary>Embeds the one person that each file is about, one worker a core.</summary>
internal sealed class ImageEmbedder(IFaceVision vision, CliEnvironment environment)
{
    private static readonly FrameDecoder Decoder = new();

    /// <exception cref="UsageException">A file is missing or not a picture.</exception>
    public async Task<EmbeddedSet> EmbedAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        long started = environment.Time.GetTimestamp();
        var embeddings = new float[]?[files.Count];
        var workers = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await environment.Talk.Progress().StartAsync(async progress =>
        {
            ProgressTask bar = progress.AddTask("Embedding", maxValue: files.Count);
            await Parallel.ForAsync(0, files.Count, workers, async (i, token) =>
            {
                embeddings[i] = Embed(files[i], await ReadAsync(files[i], token));
                bar.Increment(1);
            });
        });
        return new EmbeddedSet(embeddings, files.Count / environment.Time.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The image {file} cannot be read: {fault.Message}");
        }
    }

    private float[]? Embed(string file, byte[] encoded)
    {
        using Frame frame = Decode(file, encoded);
        IReadOnlyList<Detection> faces = vision.Detect(frame);
        if (faces.Count == 0) return null;
        Detection face = faces.MaxBy(candidate => Prominence(candidate.Box, frame.Size));
        Landmarks landmarks = vision.Locate(frame, face.Box);
        using AlignedFace aligned = vision.Align(frame, landmarks);
        var embedding = new float[vision.Models.EmbeddingSize];
        vision.Embed(aligned, embedding);
        return embedding;
    }

    private Frame Decode(string file, byte[] encoded)
    {
        try
        {
            return Decoder.Decode(encoded, environment.Time.GetUtcNow());
        }
        catch (ImageRefusedException fault)
        {
            throw new UsageException($"The image {file} cannot be used. {fault.Message}");
        }
    }

    /// <summary>A labelled image is about its large, central face: area less twice the square of the distance from the middle.</summary>
    private static double Prominence(Box box, FrameSize frame)
    {
        double x = box.Centre.X - (frame.Width / 2.0), y = box.Centre.Y - (frame.Height / 2.0);
        return box.Area - (2 * ((x * x) + (y * y)));
    }
}
