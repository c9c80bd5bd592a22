namespace FaceMatch.Console.Cameras;

/// <summary>Texts of this room.</summary>
public sealed class CamerasText;
