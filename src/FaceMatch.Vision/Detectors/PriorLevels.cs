using FaceMatch.Core.Faces;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Detectors;

/// <summary>What the two kinds with SSD priors share: how many there are, and their regression.</summary>
internal sealed class PriorLevels(DetectorSettings settings)
{
    /// <summary>Background and face probability of a prior.</summary>
    public const int ScoreNumbers = 2;

    private readonly IReadOnlyList<IReadOnlyList<int>> _sizes = settings.MinSizes!;
    private readonly float _centreVariance = settings.Variances![0];
    private readonly float _sizeVariance = settings.Variances![1];

    public IReadOnlyList<int> Sizes(int level) => _sizes[level];

    /// <summary>Priors of an input; the length of every output.</summary>
    public int Priors(int width, int height)
    {
        int count = 0;
        for (int level = 0; level < _sizes.Count; level++)
            count += FeatureMap.Cells(width, height, settings.Strides[level]) * _sizes[level].Count;
        return count;
    }

    public Box Box(SsdPrior prior, ReadOnlySpan<float> regression, int row) =>
        prior.Box(regression.Slice(row * FeatureMap.BoxNumbers, FeatureMap.BoxNumbers), _centreVariance, _sizeVariance);

    public Landmarks Points(SsdPrior prior, ReadOnlySpan<float> regression, int row) =>
        prior.Points(regression.Slice(row * FeatureMap.PointNumbers, FeatureMap.PointNumbers), _centreVariance);
}
