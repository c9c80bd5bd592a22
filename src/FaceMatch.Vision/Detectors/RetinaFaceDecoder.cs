using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Detectors;

/// <summary>
/// Reads boxes and points off RetinaFace as biubug6/Pytorch_Retinaface exports it: square priors of each minimum size,
/// centred half a stride into each cell, and probabilities after the softmax.
/// </summary>
internal sealed class RetinaFaceDecoder(DetectorSettings settings) : IDetectionDecoder
{
    private readonly PriorLevels _levels = new(settings);

    public IReadOnlyList<ModelValue> Choose(IReadOnlyList<ModelValue> outputs) =>
        (FeatureMap.OfColumns(outputs, PriorLevels.ScoreNumbers), FeatureMap.OfColumns(outputs, FeatureMap.BoxNumbers),
            FeatureMap.OfColumns(outputs, FeatureMap.PointNumbers)) is ([var scores], [var boxes], [var points])
            ? [scores, boxes, points]
            : throw FeatureMap.Unfit("retinaface", outputs);

    public int Rows(int output, int width, int height) => _levels.Priors(width, height);

    public void Decode(IReadOnlyList<TensorBuffer> outputs, int width, int height, float minimumScore, List<Detection> found)
    {
        ReadOnlySpan<float> scores = outputs[0].Span, boxes = outputs[1].Span, points = outputs[2].Span;
        int prior = 0;
        for (int level = 0; level < settings.Strides.Count; level++)
        {
            IReadOnlyList<int> sizes = _levels.Sizes(level);
            int stride = settings.Strides[level];
            int columns = FeatureMap.Cells(width, stride), rows = FeatureMap.Cells(height, stride);
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++)
                    for (int i = 0; i < sizes.Count; i++, prior++)
                    {
                        float score = scores[(prior * PriorLevels.ScoreNumbers) + 1];
                        if (score < minimumScore) continue;
                        SsdPrior at = new((column + 0.5f) * stride, (row + 0.5f) * stride, sizes[i], sizes[i]);
                        found.Add(new Detection(_levels.Box(at, boxes, prior), score, _levels.Points(at, points, prior)));
                    }
        }
    }
}
