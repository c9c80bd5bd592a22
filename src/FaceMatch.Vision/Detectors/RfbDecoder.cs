using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Detectors;

/// <summary>
/// Reads boxes off the raw outputs of UltraFace RFB: one prior for each minimum size at the middle of each cell. As in
/// training, cells divide the input evenly, and a prior is no larger than the input of the training was. Priors are
/// computed where a score passes, never stored.
/// </summary>
internal sealed class RfbDecoder(DetectorSettings settings) : IDetectionDecoder
{
    private readonly PriorLevels _levels = new(settings);

    public IReadOnlyList<ModelValue> Choose(IReadOnlyList<ModelValue> outputs) =>
        (FeatureMap.OfColumns(outputs, PriorLevels.ScoreNumbers), FeatureMap.OfColumns(outputs, FeatureMap.BoxNumbers)) is
            ([var scores], [var regression])
            ? [scores, regression]
            : throw FeatureMap.Unfit("rfb", outputs);

    public int Rows(int output, int width, int height) => _levels.Priors(width, height);

    public void Decode(IReadOnlyList<TensorBuffer> outputs, int width, int height, float minimumScore, List<Detection> found)
    {
        ReadOnlySpan<float> scores = outputs[0].Span, regression = outputs[1].Span;
        int prior = 0;
        for (int level = 0; level < settings.Strides.Count; level++)
        {
            IReadOnlyList<int> sizes = _levels.Sizes(level);
            int columns = FeatureMap.Cells(width, settings.Strides[level]), rows = FeatureMap.Cells(height, settings.Strides[level]);
            float across = (float)width / columns, down = (float)height / rows;
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++)
                    for (int i = 0; i < sizes.Count; i++, prior++)
                    {
                        float score = scores[(prior * PriorLevels.ScoreNumbers) + 1];
                        if (score < minimumScore) continue;
                        SsdPrior box = PriorAt((column + 0.5f) * across, (row + 0.5f) * down, sizes[i]);
                        found.Add(new Detection(_levels.Box(box, regression, prior), score));
                    }
        }
    }

    private SsdPrior PriorAt(float x, float y, int size) =>
        new(x, y, Math.Min(size, settings.TrainedSize![0]), Math.Min(size, settings.TrainedSize[1]));
}
