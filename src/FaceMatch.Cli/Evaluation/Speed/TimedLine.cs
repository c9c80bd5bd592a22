using FaceMatch.Core.Faces;

namespace FaceMatch.Cli.Evaluation.Speed;

/// <summary>The line from pixels to embeddings with a clock at each stage, on the caller's thread.</summary>
internal sealed class TimedLine(IFaceVision vision, StageTimes times)
{
    private readonly float[] _embedding = new float[vision.Models.EmbeddingSize];

    /// <summary>Every face of the picture, up to <paramref name="most"/>.</summary>
    /// <returns>Faces embedded.</returns>
    public int Run(Frame frame, int most)
    {
        IReadOnlyList<Detection> faces = times.Measure(Stage.Detect, () => vision.Detect(frame));
        int embedded = Math.Min(faces.Count, most);
        for (int i = 0; i < embedded; i++) Run(frame, faces[i]);
        return embedded;
    }

    private void Run(Frame frame, Detection face)
    {
        Landmarks landmarks = times.Measure(Stage.Landmarks, () => vision.Locate(frame, face));
        // The glance that every face gets. The closer look of what is embedded is timed by itself (bench/README.md, Quality).
        times.Measure(Stage.Quality, () => vision.Assess(frame, face, landmarks, Scrutiny.Glance));
        using AlignedFace aligned = times.Measure(Stage.Align, () => vision.Align(frame, landmarks));
        times.Measure(Stage.Embed, () =>
        {
            vision.Embed(aligned, _embedding);
            return true;
        });
    }
}
