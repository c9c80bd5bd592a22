namespace FaceMatch.Vision.Models;

/// <summary>A model pack cannot be used or restored; the message names the file and what to run.</summary>
public sealed class ModelPackException(string message, Exception? inner = null) : Exception(message, inner);
