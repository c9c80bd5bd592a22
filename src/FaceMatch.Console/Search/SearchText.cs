namespace FaceMatch.Console.Search;

/// <summary>Texts of this room.</summary>
public sealed class SearchText;
