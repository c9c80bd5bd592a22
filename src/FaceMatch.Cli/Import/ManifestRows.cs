namespace FaceMatch.Cli.Import;

/// <param name="Columns">Header, in order.</param>
/// <param name="Rows">One an image; as many cells as columns.</param>
/// <param name="Files">The images that exist, as named in the manifest, below the folder.</param>
public sealed record ManifestRows(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string> Files);
