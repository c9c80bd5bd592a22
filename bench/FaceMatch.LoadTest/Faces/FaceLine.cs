using System.Diagnostics;
using FaceMatch.Core.Faces;

namespace FaceMatch.LoadTest.Faces;

/// <summary>The stages from pixels to embeddings on the caller's thread, with a clock at each. One a worker.</summary>
internal sealed class FaceLine(IFaceVision vision)
{
    public static readonly IReadOnlyList<string> Stages = ["detect", "landmarks", "align", "embed"];

    private readonly float[] _embedding = new float[vision.Models.EmbeddingSize];
    private readonly long[] _ticks = new long[Stages.Count];

    /// <summary>Of the last face.</summary>
    public ReadOnlySpan<float> Embedding => _embedding;

    /// <summary>Milliseconds of the last frame by stage, over all its faces.</summary>
    public double Milliseconds(int stage) => Stopwatch.GetElapsedTime(0, _ticks[stage]).TotalMilliseconds;

    /// <summary>Embeds up to so many faces, best first.</summary>
    /// <returns>Faces embedded.</returns>
    public int Run(Frame frame, int most, float? smallestFace = null)
    {
        Array.Clear(_ticks);
        long at = Stopwatch.GetTimestamp();
        IReadOnlyList<Detection> faces = vision.Detect(frame, smallestFace);
        at = Lap(0, at);
        int count = Math.Min(faces.Count, most);
        for (int i = 0; i < count; i++)
        {
            Landmarks points = vision.Locate(frame, faces[i]);
            at = Lap(1, at);
            using AlignedFace aligned = vision.Align(frame, points);
            at = Lap(2, at);
            vision.Embed(aligned, _embedding);
            at = Lap(3, at);
        }

        return count;
    }

    private long Lap(int stage, long since)
    {
        long now = Stopwatch.GetTimestamp();
        _ticks[stage] += now - since;
        return now;
    }
}
