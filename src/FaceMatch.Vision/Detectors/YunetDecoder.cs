using System.Globalization;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Detectors;

/// <summary>
/// Reads boxes and points off YuNet (ShiqiYu/libfacedetection.train; the formulas are those of OpenCV's FaceDetectorYN):
/// centre = cell + offset, size = exp(regression), points = cell + offset, all in strides from the cells' upper left
/// corners; the score is the geometric mean of class and object probability.
/// </summary>
internal sealed class YunetDecoder(DetectorSettings settings) : IDetectionDecoder
{
    /// <summary>Names of the outputs before the stride, in the order they are decoded.</summary>
    private static readonly string[] Parts = ["cls", "obj", "bbox", "kps"];

    private int Levels => settings.Strides.Count;

    public IReadOnlyList<ModelValue> Choose(IReadOnlyList<ModelValue> outputs) =>
    [
        .. Parts.SelectMany(part => settings.Strides.Select(stride =>
            outputs.SingleOrDefault(output => output.Name == string.Create(CultureInfo.InvariantCulture, $"{part}_{stride}"))
            ?? throw FeatureMap.Unfit("yunet", outputs))),
    ];

    public int Rows(int output, int width, int height) => FeatureMap.Cells(width, height, settings.Strides[output % Levels]);

    public void Decode(IReadOnlyList<TensorBuffer> outputs, int width, int height, float minimumScore, List<Detection> found)
    {
        for (int level = 0; level < Levels; level++)
        {
            int stride = settings.Strides[level], columns = FeatureMap.Cells(width, stride);
            ReadOnlySpan<float> faces = outputs[level].Span, objects = outputs[Levels + level].Span;
            ReadOnlySpan<float> boxes = outputs[(2 * Levels) + level].Span, points = outputs[(3 * Levels) + level].Span;
            for (int cell = 0; cell < faces.Length; cell++)
            {
                float score = MathF.Sqrt(Math.Clamp(faces[cell], 0, 1) * Math.Clamp(objects[cell], 0, 1));
                if (score < minimumScore) continue;
                float x = cell % columns * stride, y = cell / columns * stride;
                found.Add(new Detection(
                    BoxOf(boxes.Slice(cell * FeatureMap.BoxNumbers, FeatureMap.BoxNumbers), x, y, stride), score,
                    FeatureMap.Points(points.Slice(cell * FeatureMap.PointNumbers, FeatureMap.PointNumbers), x, y, stride, stride)));
            }
        }
    }

    private static Box BoxOf(ReadOnlySpan<float> regression, float x, float y, int stride)
    {
        float width = MathF.Exp(regression[2]) * stride, height = MathF.Exp(regression[3]) * stride;
        return new Box(x + (regression[0] * stride) - (width / 2), y + (regression[1] * stride) - (height / 2), width, height);
    }
}
