using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Detectors;

/// <summary>Greedy non-maximum suppression.</summary>
internal static class NonMaxSuppression
{
    /// <summary>
    /// The detections that overlap no stronger kept one by more than <paramref name="maximumOverlap"/> (IoU), best first;
    /// equal scores keep their order.
    /// </summary>
    public static List<Detection> Keep(List<Detection> candidates, float maximumOverlap)
    {
        Detection[] ordered = [.. candidates.OrderByDescending(candidate => candidate.Score)];
        List<Detection> kept = [];
        foreach (Detection candidate in ordered)
        {
            bool covered = false;
            foreach (Detection stronger in kept)
                if (stronger.Box.IntersectionOverUnion(candidate.Box) > maximumOverlap)
                {
                    covered = true;
                    break;
                }

            if (!covered) kept.Add(candidate);
        }

        return kept;
    }
}
