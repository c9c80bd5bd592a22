namespace FaceMatch.Storage.Galleries;

/// <summary>The model pack and its embedder, whose templates are searched with; the host registers it.</summary>
/// <param name="Embedder">With version: a pack whose embedder was changed does not see what the earlier one made.</param>
public sealed record ActivePack(string Name, string Embedder);
