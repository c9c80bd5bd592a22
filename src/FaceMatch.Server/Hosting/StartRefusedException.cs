namespace FaceMatch.Server.Hosting;

/// <summary>The server does not start, and the message is all that an operator needs to set it right.</summary>
public sealed class StartRefusedException(string message, Exception? inner = null) : Exception(message, inner);
