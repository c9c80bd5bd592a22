using System.Numerics.Tensors;
using FaceMatch.Core.Calibrations;

namespace FaceMatch.Cli.Evaluation;

/// <summary>Every comparison between images of different people, on all cores.</summary>
internal static class ImpostorScores
{
    public static CalibrationBuilder Count(
        IReadOnlyList<(string Person, float[] Vector)> faces, CancellationToken cancellationToken)
    {
        var total = new CalibrationBuilder();
        Lock merging = new();
        Parallel.For(
            0,
            faces.Count,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new CalibrationBuilder(),
            (first, _, counts) =>
            {
                for (int second = first + 1; second < faces.Count; second++)
                    if (faces[first].Person != faces[second].Person)
                        counts.Add(TensorPrimitives.Dot<float>(faces[first].Vector, faces[second].Vector));
                return counts;
            },
            counts =>
            {
                lock (merging) total.Add(counts);
            });
        return total;
    }
}
