using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Detectors;

/// <summary>Greedy non-maximum suppression.</summary>
internal static class NonMaxSuppression
{
    /// <summary>
    /// The detections that overlap no stronger kept one by more than <paramref name="maximumOverlap"/> (IoU), nor lie in
    /// one another by more than <paramref name="maximumCover"/> of the smaller; best first, equal scores keep their order.
    /// </summary>
    /// <param name="maximumCover">0 to 1; left out, only the overlap counts.</param>
    public static List<Detection> Keep(List<Detection> candidates, float maximumOverlap, float maximumCover = float.PositiveInfinity)
    {
        List<Detection> kept = [];
        foreach (Detection candidate in candidates.OrderByDescending(candidate => candidate.Score))
        {
            if (!kept.Exists(stronger => SameFace(stronger.Box, candidate.Box, maximumOverlap, maximumCover))) kept.Add(candidate);
        }

        return kept;
    }

    private static bool SameFace(Box stronger, Box candidate, float maximumOverlap, float maximumCover) =>
        stronger.IntersectionOverUnion(candidate) > maximumOverlap || stronger.CoverOfSmaller(candidate) > maximumCover;
}
