namespace FaceMatch.Console.Home;

/// <summary>Texts of this room.</summary>
public sealed class HomeText;
