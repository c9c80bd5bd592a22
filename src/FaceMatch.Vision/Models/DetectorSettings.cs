namespace FaceMatch.Vision.Models;

/// <summary>The <c>detector</c> section of a manifest. What only some kinds have is null for the others.</summary>
/// <param name="Name">Name and version as it appears in results.</param>
/// <param name="Input">Batch, channels, height, width; 0 is any.</param>
/// <param name="Strides">Input pixels from one cell of a feature map to the next, finest first.</param>
/// <param name="MinimumScore">Boxes below are dropped, 0 to 1.</param>
/// <param name="MaximumOverlap">Of two boxes with a higher IoU the weaker is dropped.</param>
/// <param name="AnchorsPerCell"><c>scrfd</c>: boxes regressed in each cell.</param>
/// <param name="MinSizes"><c>rfb</c>, <c>retinaface</c>: prior sizes in input pixels, a list for each stride.</param>
/// <param name="Variances"><c>rfb</c>, <c>retinaface</c>: scale of the regression: centre, size.</param>
/// <param name="TrainedSize"><c>rfb</c>: width and height of the input that the priors were made for.</param>
public sealed record DetectorSettings(
    string Name,
    DetectorKind Kind,
    string File,
    IReadOnlyList<int> Input,
    Normalisation Normalisation,
    IReadOnlyList<int> Strides,
    float MinimumScore,
    float MaximumOverlap,
    int? AnchorsPerCell = null,
    IReadOnlyList<IReadOnlyList<int>>? MinSizes = null,
    IReadOnlyList<float>? Variances = null,
    IReadOnlyList<int>? TrainedSize = null)
{
    /// <summary>Narrowest and widest face, in pixels of the input, that looks are planned for; a choice, not a guarantee (bench/README.md, Detection).</summary>
    public IReadOnlyList<int> ReliableWidths { get; init; } = [12, 160];
}

/// <summary>How a detector's outputs are to be read.</summary>
public enum DetectorKind
{
    /// <summary>UltraFace RFB (Linzaer): SSD priors, boxes only.</summary>
    Rfb,

    /// <summary>SCRFD (Guo et al. 2021): distances to the sides of the box from each anchor, five points where trained with them.</summary>
    Scrfd,

    /// <summary>YuNet (Wu et al. 2023): one box and five points a cell, without anchors.</summary>
    Yunet,

    /// <summary>RetinaFace (Deng et al. 2020) as exported by biubug6: SSD priors, boxes and five points.</summary>
    Retinaface,
}
