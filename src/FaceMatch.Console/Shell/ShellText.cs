namespace FaceMatch.Console.Shell;

/// <summary>Texts of the frame around the rooms.</summary>
public sealed class ShellText;
