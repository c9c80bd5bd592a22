using FaceMatch.Core.Faces;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Detectors;

/// <summary>
/// Reads boxes off the raw outputs of UltraFace RFB, for any input size. Priors are those of SSD (Liu et al. 2016): one
/// for each minimum size at the middle of each cell; centre = prior + regression x variance[0] x size, size = prior x
/// exp(regression x variance[1]). As in training, cells divide the input evenly, and a prior is no larger than the input
/// of the training was. Priors are computed where a score passes, never stored.
/// </summary>
internal sealed class RfbDecoder(DetectorSettings settings)
{
    /// <summary>Priors of an input; the length of both outputs.</summary>
    public int Priors(int width, int height)
    {
        int count = 0;
        for (int level = 0; level < settings.Strides.Count; level++)
            count += Cells(width, level) * Cells(height, level) * settings.MinSizes[level].Count;
        return count;
    }

    /// <param name="scores">Background and face probability of each prior.</param>
    /// <param name="regression">Four numbers for each prior.</param>
    /// <param name="minimumScore">Weaker priors are not decoded.</param>
    /// <param name="found">Gets boxes in input pixels.</param>
    public void Decode(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> regression, int width, int height, float minimumScore,
        List<Detection> found)
    {
        int prior = 0;
        for (int level = 0; level < settings.Strides.Count; level++)
        {
            IReadOnlyList<int> sizes = settings.MinSizes[level];
            int columns = Cells(width, level), rows = Cells(height, level);
            float across = (float)width / columns, down = (float)height / rows;
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++)
                    for (int i = 0; i < sizes.Count; i++, prior++)
                    {
                        float score = scores[(prior * 2) + 1];
                        if (score < minimumScore) continue;
                        Box box = BoxOf(
                            regression.Slice(prior * 4, 4), (column + 0.5f) * across, (row + 0.5f) * down, sizes[i]);
                        found.Add(new Detection(box, score));
                    }
        }
    }

    private Box BoxOf(ReadOnlySpan<float> regression, float x, float y, int size)
    {
        float centre = settings.Variances[0], extent = settings.Variances[1];
        float priorWidth = Math.Min(size, settings.TrainedSize[0]), priorHeight = Math.Min(size, settings.TrainedSize[1]);
        float middleX = x + (regression[0] * centre * priorWidth);
        float middleY = y + (regression[1] * centre * priorHeight);
        float width = priorWidth * MathF.Exp(regression[2] * extent);
        float height = priorHeight * MathF.Exp(regression[3] * extent);
        return new Box(middleX - (width / 2), middleY - (height / 2), width, height);
    }

    private int Cells(int pixels, int level) => (pixels + settings.Strides[level] - 1) / settings.Strides[level];
}
