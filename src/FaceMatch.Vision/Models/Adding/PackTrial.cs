using System.Diagnostics;
using System.Numerics.Tensors;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;

namespace FaceMatch.Vision.Models.Adding;

/// <param name="FacesFound">In the picture that was given, or in the drawn one; a detector may rightly see no face in a drawing.</param>
/// <param name="MillisecondsPerFace">Alignment and embedding of one face on one thread, the best of a few.</param>
public sealed record PackTrialReport(int FacesFound, int EmbeddingSize, double MillisecondsPerFace);

/// <summary>Runs a pack before it is trusted: its networks have the shapes that the manifest says, and give usable numbers.</summary>
internal static class PackTrial
{
    /// <summary>Two different pictures whose embeddings agree more than this were not told apart at all.</summary>
    private const float Indistinct = 0.9999f;

    private const int Rounds = 3;

    /// <param name="image">A photograph with a face; null draws one.</param>
    /// <exception cref="ModelPackException">What is wrong, in sentences.</exception>
    public static PackTrialReport Run(ModelPack pack, Frame? image)
    {
        List<string> faults = [.. ShapeFaults(pack)];
        if (faults.Count > 0) throw new ModelPackException(string.Join(' ', faults));
        using FaceVision vision = FaceVision.Load(pack);
        using Frame drawn = DrawnFace.Draw(0.3), other = DrawnFace.Draw(0.9);
        Frame picture = image ?? drawn;
        IReadOnlyList<Detection> found = vision.Detect(picture);
        if (image is not null && found.Count == 0)
            throw new ModelPackException(
                "The detector found no face in the picture given. Give a picture with a clear face; if it is one, check "
                + "detector.normalisation and detector.minimumScore in the manifest.");

        float[] one = Embed(vision, picture, image is null ? null : found[0], out double milliseconds);
        float[] two = Embed(vision, other, null, out _);
        if (TensorPrimitives.Dot<float>(one, two) > Indistinct)
            throw new ModelPackException(
                "The embedder gives the same vector for two different pictures: embedder.file or embedder.normalisation is wrong.");
        return new PackTrialReport(found.Count, one.Length, milliseconds);
    }

    private static float[] Embed(FaceVision vision, Frame frame, Detection? face, out double milliseconds)
    {
        Landmarks landmarks = face is null && !vision.HasLandmarkNetwork
            ? DrawnFace.Landmarks
            : vision.Locate(frame, face ?? new Detection(DrawnFace.Box, 1));
        var embedding = new float[vision.Models.EmbeddingSize];
        milliseconds = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long started = Stopwatch.GetTimestamp();
            using AlignedFace aligned = vision.Align(frame, landmarks);
            try
            {
                vision.Embed(aligned, embedding);
            }
            catch (InvalidOperationException fault)
            {
                throw new ModelPackException(fault.Message, fault);
            }

            milliseconds = Math.Min(milliseconds, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return embedding;
    }

    private static IEnumerable<string> ShapeFaults(ModelPack pack)
    {
        PackManifest manifest = pack.Manifest;
        foreach (EmbedderSettings embedder in manifest.Embedders)
            foreach (string fault in ShapeFaults(pack, embedder.File, embedder.Input, embedder.EmbeddingSize, "embeddingSize"))
                yield return fault;
        if (manifest.Landmarks is { } landmarks)
            foreach (string fault in ShapeFaults(pack, landmarks.File, landmarks.Input, landmarks.Points * 2, "points, two numbers each,"))
                yield return fault;
    }

    private static IEnumerable<string> ShapeFaults(
        ModelPack pack, string file, IReadOnlyList<int> input, int numbers, string setting)
    {
        using OnnxModel model = new(pack.PathOf(file));
        if (model.Inputs is not [var only])
        {
            yield return $"{file} takes {model.Inputs.Count} inputs ({string.Join(", ", model.Inputs)}), but one picture is all there is.";
            yield break;
        }

        if (only.Shape.Count != input.Count || only.Shape.Zip(input).Any(side => side.First > 0 && side.First != side.Second))
            yield return $"{file} takes {only}, but the manifest says input [{string.Join(", ", input)}].";
        if (model.Outputs is not [var output])
            yield return $"{file} gives {model.Outputs.Count} outputs ({string.Join(", ", model.Outputs)}), but one is expected.";
        else if (output.Columns > 0 && output.Columns != numbers)
            yield return $"{file} gives {output}, but the manifest says {setting} that come to {numbers}.";
    }
}
