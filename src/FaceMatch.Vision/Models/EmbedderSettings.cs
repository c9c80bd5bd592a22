using System.Text.Json.Serialization;

namespace FaceMatch.Vision.Models;

/// <param name="Name">Name and version; a calibration is bound to it, so it changes whenever an embedding would.</param>
/// <param name="Input">Batch, channels, height, width.</param>
/// <param name="EmbeddingSize">Length of the network's output.</param>
/// <param name="Template">Where the points go, x and y in pixels of the crop.</param>
/// <param name="MirrorWeight">
/// Weight of the mirrored crop's embedding beside the upright one's 1, from 0 to 1; at 0, or left out, it is not computed.
/// </param>
/// <param name="Points">
/// Which points of the landmark network are laid onto the template, one for each of its points; left out, the five of
/// <see cref="LandmarkSettings.FivePoints"/>: left eye, right eye, nose, left and right mouth corner.
/// </param>
/// <param name="Centre">
/// Subtracted from the output before its length is made 1, for a network whose embeddings are not spread around zero.
/// </param>
/// <param name="Response">
/// Lengths of the network's raw vector, before it is made 1, at which a face is not and is fully recognisable. A network
/// answers weakly to what it cannot make out, which tells false non-matches better than anything seen in the picture
/// (bench/README.md, Quality). Left out, the length is not used.
/// </param>
public sealed record EmbedderSettings(
    string Name,
    string File,
    IReadOnlyList<int> Input,
    Normalisation Normalisation,
    int EmbeddingSize,
    IReadOnlyList<IReadOnlyList<float>> Template,
    float MirrorWeight = 0,
    IReadOnlyList<int>? Points = null,
    IReadOnlyList<float>? Centre = null,
    IReadOnlyList<float>? Response = null)
{
    /// <summary>Side of the square crop, pixels.</summary>
    [JsonIgnore]
    public int CropSide => Input[3];
}

/// <summary>A second network whose cosine is added to the first one's: one vector out of two.</summary>
/// <param name="Name">Name and version of the two together; see <see cref="EmbedderSettings"/>.</param>
/// <param name="Weight">Share of the second network in the cosine, between 0 and 1.</param>
/// <param name="Embedder">The second network.</param>
public sealed record FusionSettings(string Name, float Weight, EmbedderSettings Embedder);
