using System.Text.Json.Serialization;

namespace FaceMatch.Vision.Models;

/// <summary>
/// What <c>models/PACK/model.json</c> says: where the weights come from, how each file is proven, and how pixels become
/// numbers. The weights themselves are never in the repository.
/// </summary>
/// <param name="Licence">SPDX expression for the pack as a whole; shown by <c>facematch models list</c>.</param>
/// <param name="Sources">By the names that <paramref name="Files"/> call them.</param>
/// <param name="Calibration">
/// Id of the calibration beside the manifest, which gives this pack's scores their meaning; left out until there is one, and
/// until then the pack can be measured but not served.
/// </param>
/// <param name="Fusion">A second embedder whose cosine is added; left out, the first stands alone.</param>
/// <param name="Landmarks">Left out, the detector's own five points are used.</param>
/// <param name="Pose">A network for yaw and pitch of stills; left out, the five points give both.</param>
public sealed record PackManifest(
    string Name,
    string Licence,
    IReadOnlyDictionary<string, PackSource> Sources,
    IReadOnlyList<PackFile> Files,
    DetectorSettings Detector,
    EmbedderSettings Embedder,
    string? Calibration = null,
    FusionSettings? Fusion = null,
    LandmarkSettings? Landmarks = null,
    PoseSettings? Pose = null)
{
    /// <summary>Name of whatever makes this pack's embeddings, one network or two: only embeddings of one name are compared.</summary>
    [JsonIgnore]
    public string EmbedderName => Fusion?.Name ?? Embedder.Name;

    /// <summary>Length of this pack's embeddings.</summary>
    [JsonIgnore]
    public int EmbeddingSize => Embedder.EmbeddingSize + (Fusion?.Embedder.EmbeddingSize ?? 0);

    /// <summary>Networks that take part in an embedding, in the order of their crops.</summary>
    [JsonIgnore]
    public IReadOnlyList<EmbedderSettings> Embedders => Fusion is null ? [Embedder] : [Embedder, Fusion.Embedder];
}

/// <param name="Input">Batch, channels, height, width.</param>
/// <param name="Points">Points that the network gives.</param>
/// <param name="CropScale">Side of the square crop over the longer side of the detector's box.</param>
/// <param name="Passes">1: crop by the box; 2: crop again, centred by the points of the first pass.</param>
/// <param name="FivePoints">
/// Which points make up left eye, right eye, nose, left and right mouth corner: each is the mean of those listed.
/// </param>
public sealed record LandmarkSettings(
    string Name,
    string File,
    IReadOnlyList<int> Input,
    Normalisation Normalisation,
    int Points,
    float CropScale,
    int Passes,
    IReadOnlyList<IReadOnlyList<int>> FivePoints);
