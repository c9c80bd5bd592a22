namespace FaceMatch.Core.Evaluation;

/// <summary>Area under the curve of precision over recall.</summary>
public static class AveragePrecision
{
    /// <summary>
    /// By the envelope over all points, as PASCAL VOC since 2010: at a recall, the best precision of that recall or more.
    /// Detections of one score are accepted together, so that their order does not matter.
    /// </summary>
    /// <param name="judged">Every detection with its score and whether it is right.</param>
    /// <param name="faces">How many there were to find; 0 gives 0.</param>
    public static double Of(IReadOnlyCollection<(float Score, bool Right)> judged, int faces)
    {
        if (faces == 0) return 0;
        List<(int Right, double Precision)> curve = [];
        int accepted = 0, right = 0;
        foreach (IGrouping<float, (float Score, bool Right)> together in judged
            .GroupBy(one => one.Score).OrderByDescending(group => group.Key))
        {
            accepted += together.Count();
            right += together.Count(one => one.Right);
            curve.Add((right, (double)right / accepted));
        }

        double area = 0, envelope = 0;
        for (int i = curve.Count - 1; i >= 0; i--)
        {
            envelope = Math.Max(envelope, curve[i].Precision);
            area += envelope * (curve[i].Right - (i > 0 ? curve[i - 1].Right : 0)) / faces;
        }

        return area;
    }
}
