using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Detectors;

/// <summary>
/// Reads boxes and points off SCRFD as InsightFace exports it: for each stride a score, four distances to the sides of the
/// box and, where trained with them, ten offsets of points, all in strides, from anchors at the cells' upper left corners.
/// </summary>
internal sealed class ScrfdDecoder(DetectorSettings settings) : IDetectionDecoder
{
    private const int ScoreNumbers = 1;

    private int Levels => settings.Strides.Count;

    private int Anchors => settings.AnchorsPerCell!.Value;

    public IReadOnlyList<ModelValue> Choose(IReadOnlyList<ModelValue> outputs)
    {
        ModelValue[] scores = FeatureMap.OfColumns(outputs, ScoreNumbers);
        ModelValue[] boxes = FeatureMap.OfColumns(outputs, FeatureMap.BoxNumbers);
        ModelValue[] points = FeatureMap.OfColumns(outputs, FeatureMap.PointNumbers);
        bool fits = scores.Length == Levels && boxes.Length == Levels && (points.Length == Levels || points.Length == 0);
        return fits ? [.. scores, .. boxes, .. points] : throw FeatureMap.Unfit("scrfd", outputs);
    }

    public int Rows(int output, int width, int height) =>
        FeatureMap.Cells(width, height, settings.Strides[output % Levels]) * Anchors;

    public void Decode(IReadOnlyList<TensorBuffer> outputs, int width, int height, float minimumScore, List<Detection> found)
    {
        for (int level = 0; level < Levels; level++)
        {
            int stride = settings.Strides[level], columns = FeatureMap.Cells(width, stride);
            ReadOnlySpan<float> scores = outputs[level].Span, boxes = outputs[Levels + level].Span;
            ReadOnlySpan<float> points = outputs.Count > 2 * Levels ? outputs[(2 * Levels) + level].Span : default;
            for (int row = 0; row < scores.Length; row++)
            {
                if (scores[row] < minimumScore) continue;
                int cell = row / Anchors;
                float x = cell % columns * stride, y = cell / columns * stride;
                found.Add(new Detection(
                    BoxOf(boxes.Slice(row * FeatureMap.BoxNumbers, FeatureMap.BoxNumbers), x, y, stride), scores[row],
                    points.IsEmpty
                        ? null
                        : FeatureMap.Points(points.Slice(row * FeatureMap.PointNumbers, FeatureMap.PointNumbers), x, y, stride, stride)));
            }
        }
    }

    /// <param name="sides">Distances to left, top, right and bottom.</param>
    private static Box BoxOf(ReadOnlySpan<float> sides, float x, float y, int stride) => new(
        x - (sides[0] * stride), y - (sides[1] * stride), (sides[0] + sides[2]) * stride, (sides[1] + sides[3]) * stride);
}
