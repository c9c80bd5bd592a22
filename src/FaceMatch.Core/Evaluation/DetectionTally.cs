using FaceMatch.Core.Faces;

namespace FaceMatch.Core.Evaluation;

/// <summary>
/// Compares what a detector found with what people marked, picture by picture, as PASCAL VOC does (Everingham et al. 2010):
/// taken by falling score, a detection is right when the marked face that it overlaps most has an IoU of 0.5 or more and was
/// not found before; a second one on the same face is wrong. Average precision is the area under the precision envelope over
/// all recalls.
/// </summary>
/// <param name="leastScore">The least accepted score, at which recall by width is counted.</param>
public sealed class DetectionTally(double leastScore)
{
    private const float LeastOverlap = 0.5f;

    /// <summary>Lower bounds of the widths that recall is given for, pixels.</summary>
    private static readonly int[] Widths = [0, 8, 12, 16, 24, 32, 48, 96, 192];

    private static readonly double[] Scores = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    private readonly List<(float Score, bool Right)> _judged = [];
    private readonly List<(float Width, bool Found)> _marked = [];
    private int _pictures;
    private int _ignored;

    /// <param name="found">The detector's, down to a score low enough for the curve to end; in any order.</param>
    public void Add(LabelledPicture picture, IReadOnlyList<Detection> found)
    {
        _pictures++;
        _ignored += picture.Ignored.Count;
        var taken = new float?[picture.Boxes.Count];
        foreach (Detection detection in found.OrderByDescending(detection => detection.Score))
        {
            (int best, float overlap) = Closest(detection.Box, picture.Boxes);
            if (overlap >= LeastOverlap)
            {
                _judged.Add((detection.Score, taken[best] is null));
                taken[best] ??= detection.Score;
            }
            else if (Closest(detection.Box, picture.Ignored).Overlap < LeastOverlap)
            {
                _judged.Add((detection.Score, false));
            }
        }

        for (int i = 0; i < taken.Length; i++) _marked.Add((picture.Boxes[i].Width, taken[i] >= leastScore));
    }

    public DetectionMeasure Measure() => new(
        _pictures, _marked.Count, _ignored, AveragePrecision.Of(_judged, _marked.Count),
        [.. Scores.Append(leastScore).Distinct().Order().Select(PointAt)],
        [.. Widths.Select((from, i) => RecallOf(from, i + 1 < Widths.Length ? Widths[i + 1] : null))]);

    private OperatingPoint PointAt(double score)
    {
        int accepted = _judged.Count(one => one.Score >= score), right = _judged.Count(one => one.Right && one.Score >= score);
        return new OperatingPoint(
            score, accepted == 0 ? 1 : (double)right / accepted, _marked.Count == 0 ? 0 : (double)right / _marked.Count);
    }

    private WidthRecall RecallOf(int from, int? to)
    {
        (float Width, bool Found)[] within = [.. _marked.Where(face => face.Width >= from && (to is null || face.Width < to))];
        return new WidthRecall(from, to, within.Length, within.Count(face => face.Found));
    }

    private static (int Index, float Overlap) Closest(Box box, IReadOnlyList<Box> marked)
    {
        int best = -1;
        float overlap = 0;
        for (int i = 0; i < marked.Count; i++)
        {
            float shared = box.IntersectionOverUnion(marked[i]);
            if (shared <= overlap) continue;
            best = i;
            overlap = shared;
        }

        return (best, overlap);
    }
}
