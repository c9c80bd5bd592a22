using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Detectors;

/// <summary>
/// A prior box of SSD (Liu et al. 2016), in pixels of the input: centre = prior + regression x variance x size, size =
/// prior x exp(regression x variance). Points are regressed like centres.
/// </summary>
internal readonly record struct SsdPrior(float X, float Y, float Width, float Height)
{
    /// <param name="regression">Four numbers.</param>
    public Box Box(ReadOnlySpan<float> regression, float centreVariance, float sizeVariance)
    {
        float middleX = X + (regression[0] * centreVariance * Width);
        float middleY = Y + (regression[1] * centreVariance * Height);
        float width = Width * MathF.Exp(regression[2] * sizeVariance);
        float height = Height * MathF.Exp(regression[3] * sizeVariance);
        return new Box(middleX - (width / 2), middleY - (height / 2), width, height);
    }

    /// <param name="regression">Ten numbers.</param>
    public Landmarks Points(ReadOnlySpan<float> regression, float centreVariance) =>
        FeatureMap.Points(regression, X, Y, centreVariance * Width, centreVariance * Height);
}
