namespace FaceMatch.Storage.Galleries;

/// <summary>The model pack whose templates are searched with; the host registers it.</summary>
public sealed record ActivePack(string Name);
