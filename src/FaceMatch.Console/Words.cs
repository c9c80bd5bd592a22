namespace FaceMatch.Console;

/// <summary>The words that more than one room of the console uses.</summary>
public sealed class Words;
