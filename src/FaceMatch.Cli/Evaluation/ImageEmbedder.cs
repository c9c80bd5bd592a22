using System.Security.Cryptography;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Frames;
using Spectre.Console;

namespace FaceMatch.Cli.Evaluation;

/// <summary>The face of the person that an image is about.</summary>
/// <param name="Quality">Null unless it was asked for.</param>
/// <param name="FacesFound">All faces in the picture, this one included.</param>
internal sealed record EmbeddedFace(float[] Embedding, Detection Detection, FaceQuality? Quality, int FacesFound);

/// <param name="Faces">In the order of the files; null where no face was found.</param>
/// <param name="Sha256">Over the hashes of the files' contents, in order: tells whether it is the same set again.</param>
internal sealed record EmbeddedSet(IReadOnlyList<EmbeddedFace?> Faces, double ImagesPerSecond, string Sha256)
{
    public IReadOnlyList<float[]?> Embeddings { get; } = [.. Faces.Select(face => face?.Embedding)];

    public int FacesNotFound => Faces.Count(face => face is null);
}

/// <summary>
/// Embeds the one person that each file is about. Every core takes files through the whole line, from decoding to
/// embedding, so that the stages of different files overlap and one decoded picture a core is all that memory holds.
/// </summary>
/// <param name="assess">Whether to measure quality too.</param>
internal sealed class ImageEmbedder(IFaceVision vision, CliEnvironment environment, bool assess = false)
{
    private static readonly FrameDecoder Decoder = new();

    /// <exception cref="UsageException">A file is missing or not a picture.</exception>
    public async Task<EmbeddedSet> EmbedAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        long started = environment.Time.GetTimestamp();
        var faces = new EmbeddedFace?[files.Count];
        var hashes = new byte[SHA256.HashSizeInBytes * files.Count];
        await environment.Talk.Progress().StartAsync(async progress =>
        {
            ProgressTask bar = progress.AddTask("Embedding", maxValue: files.Count);
            await ReadAhead.ForEachAsync(
                files,
                (i, encoded) =>
                {
                    faces[i] = Embed(files[i], encoded);
                    SHA256.HashData(encoded, hashes.AsSpan(SHA256.HashSizeInBytes * i));
                    bar.Increment(1);
                },
                cancellationToken);
        });
        double seconds = environment.Time.GetElapsedTime(started).TotalSeconds;
        return new EmbeddedSet(faces, files.Count / seconds, Convert.ToHexStringLower(SHA256.HashData(hashes)));
    }

    private EmbeddedFace? Embed(string file, byte[] encoded)
    {
        using Frame frame = Decode(file, encoded);
        IReadOnlyList<Detection> found = vision.Detect(frame);
        if (found.Count == 0) return null;
        Detection face = LabelledFace.Choose(found, frame.Size);
        Landmarks landmarks = vision.Locate(frame, face);
        FaceQuality? quality = assess ? vision.Assess(frame, face, landmarks, Scrutiny.Look) : null;
        using AlignedFace aligned = vision.Align(frame, landmarks);
        var embedding = new float[vision.Models.EmbeddingSize];
        double? recognisability = vision.Embed(aligned, embedding);
        return new EmbeddedFace(embedding, face, quality?.Confirmed(recognisability), found.Count);
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
}
