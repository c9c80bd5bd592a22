namespace FaceMatch.Cli.Terminal;

/// <summary>The caller can mend it: a sentence says what is wrong and what to give instead.</summary>
public sealed class UsageException(string message) : Exception(message);
