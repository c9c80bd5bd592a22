namespace FaceMatch.Vision.Models;

/// <summary>A network that gives yaw, pitch and roll, in this order of its outputs, each as logits over bins of an angle.</summary>
/// <param name="Input">Batch, channels, height, width.</param>
/// <param name="Bins">Bins an angle; the middle one begins at 0 degrees.</param>
/// <param name="BinDegrees">Width of a bin.</param>
/// <param name="NeutralPitch">
/// What the network says, in degrees, of heads held level: the zero of its training data is not that of five points
/// (bench/README.md, Vision).
/// </param>
public sealed record PoseSettings(
    string Name,
    string File,
    IReadOnlyList<int> Input,
    Normalisation Normalisation,
    int Bins,
    float BinDegrees,
    float NeutralPitch);
