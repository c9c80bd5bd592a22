namespace FaceMatch.Vision.Models;

/// <summary>What is wrong with the <c>detector</c> section of a manifest.</summary>
internal static class DetectorSettingsFaults
{
    /// <summary>One sentence for each fault; empty when the section can be used.</summary>
    public static IEnumerable<string> Of(DetectorSettings detector)
    {
        if (detector.Input is not [0, 3, 0, 0]) yield return "detector.input must be [0, 3, 0, 0]";
        if (detector.Normalisation.Channels == ChannelOrder.Gray) yield return "detector.normalisation.channels must be bgr or rgb";
        if (detector.Normalisation.Divisor.HasZero) yield return "detector.normalisation.divisor must not be 0";
        if (detector.Strides.Count == 0 || detector.Strides.Any(stride => stride < 1))
            yield return "detector.strides must be positive numbers, at least one";
        if (detector.MinimumScore is not (> 0 and < 1)) yield return "detector.minimumScore must be between 0 and 1";
        if (detector.MaximumOverlap is not (> 0 and < 1)) yield return "detector.maximumOverlap must be between 0 and 1";

        if (detector.ReliableWidths is not [> 0, var widest] || widest < 4 * detector.ReliableWidths[0])
            yield return "detector.reliableWidths must be two numbers, the second at least four times the first";

        bool priors = detector.Kind is DetectorKind.Rfb or DetectorKind.Retinaface;
        if (priors && (detector.MinSizes is null || detector.MinSizes.Count != detector.Strides.Count
            || detector.MinSizes.Any(sizes => sizes.Count == 0 || sizes.Any(size => size < 1))))
            yield return "detector.minSizes must be a list of positive sizes for each of detector.strides";
        if (priors && detector.Variances is not [> 0, > 0]) yield return "detector.variances must be two positive numbers";
        if (detector.Kind == DetectorKind.Rfb && detector.TrainedSize is not [> 0, > 0])
            yield return "detector.trainedSize must be a width and a height";
        if (detector.Kind == DetectorKind.Scrfd && detector.AnchorsPerCell is not > 0)
            yield return "detector.anchorsPerCell must be a positive number";

        // A value that nothing reads would make its author believe in it.
        if (!priors && (detector.MinSizes ?? (object?)detector.Variances) is not null)
            yield return $"detector.minSizes and detector.variances are not for {Name(detector.Kind)}";
        if (detector.Kind != DetectorKind.Rfb && detector.TrainedSize is not null)
            yield return $"detector.trainedSize is not for {Name(detector.Kind)}";
        if (detector.Kind != DetectorKind.Scrfd && detector.AnchorsPerCell is not null)
            yield return $"detector.anchorsPerCell is not for {Name(detector.Kind)}";
    }

    private static string Name(DetectorKind kind) => kind.ToString().ToLowerInvariant();
}
