using System.Runtime.InteropServices;
using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Detectors;

/// <summary>
/// A kept box becomes the mean of itself and of the candidates it stands for, weighted by score (Gidaris and Komodakis
/// 2015): neighbouring cells and other looks have seen the same face and err each in its own way.
/// </summary>
internal static class BoxVoting
{
    /// <summary>Moves the boxes of the kept; scores, order and points stay.</summary>
    /// <param name="leastOverlap">IoU from which a candidate counts, the one above which suppression dropped it.</param>
    public static void Refine(DetectionLists lists, float leastOverlap)
    {
        foreach (ref Detection kept in CollectionsMarshal.AsSpan(lists.Kept))
        {
            double weight = 0, x = 0, y = 0, width = 0, height = 0;
            foreach (ref readonly Detection candidate in CollectionsMarshal.AsSpan(lists.Found))
            {
                // The kept box is among the candidates.
                if (!(kept.Box.IntersectionOverUnion(candidate.Box) > leastOverlap)) continue;
                weight += candidate.Score;
                x += candidate.Score * (double)candidate.Box.X;
                y += candidate.Score * (double)candidate.Box.Y;
                width += candidate.Score * (double)candidate.Box.Width;
                height += candidate.Score * (double)candidate.Box.Height;
            }

            if (weight > 0)
                kept = kept with
                {
                    Box = new Box((float)(x / weight), (float)(y / weight), (float)(width / weight), (float)(height / weight)),
                };
        }
    }
}
