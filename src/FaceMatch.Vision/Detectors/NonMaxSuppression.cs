using System.Runtime.InteropServices;
using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Detectors;

/// <summary>Greedy non-maximum suppression.</summary>
internal static class NonMaxSuppression
{
    /// <summary>
    /// The comparisons grow with the square of the candidates: of more only the best are taken, which at a usual score no
    /// picture has.
    /// </summary>
    private const int MostCandidates = 5000;

    /// <summary>
    /// Keeps of the found those that overlap no stronger kept one by more than <paramref name="maximumOverlap"/> (IoU), nor
    /// lie in one another by more than <paramref name="maximumCover"/> of the smaller; best first, equal scores keep their order.
    /// </summary>
    /// <param name="maximumCover">0 to 1; left out, only the overlap counts.</param>
    public static void Keep(DetectionLists lists, float maximumOverlap, float maximumCover = float.PositiveInfinity)
    {
        for (int i = 0; i < lists.Found.Count; i++) lists.Order.Add(i);
        CollectionsMarshal.AsSpan(lists.Order).Sort(new BestFirst(lists.Found));
        int candidates = Math.Min(lists.Order.Count, MostCandidates);
        for (int i = 0; i < candidates; i++)
        {
            Detection candidate = lists.Found[lists.Order[i]];
            if (!Covered(candidate.Box, lists.Kept, maximumOverlap, maximumCover)) lists.Kept.Add(candidate);
        }
    }

    private static bool Covered(Box candidate, List<Detection> kept, float maximumOverlap, float maximumCover)
    {
        foreach (ref readonly Detection stronger in CollectionsMarshal.AsSpan(kept))
            if (stronger.Box.IntersectionOverUnion(candidate) > maximumOverlap || stronger.Box.CoverOfSmaller(candidate) > maximumCover)
                return true;
        return false;
    }

    private readonly struct BestFirst(List<Detection> found) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            int byScore = found[y].Score.CompareTo(found[x].Score);
            return byScore != 0 ? byScore : x.CompareTo(y);
        }
    }
}
