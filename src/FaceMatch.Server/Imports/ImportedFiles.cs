using System.Security.Cryptography;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Server.Imports;

/// <summary>
/// Says from which file of the archive an enrolled image came. Images keep only the hash of their bytes, and a run that goes on
/// after a crash did not see the rows before, so the few files that are asked for are read and hashed again.
/// </summary>
public sealed class ImportedFiles(IReadOnlyList<ManifestRow> rows, ImportArchive archive)
{
    private readonly ILookup<string, ManifestRow> _rows = rows.ToLookup(row => row.Subject.ReferenceNumber?.Trim() ?? "", StringComparer.Ordinal);

    /// <param name="contentHash">SHA-256 of the bytes in lower-case hexadecimal.</param>
    /// <returns>The path as the manifest gives it; empty when none of the subject's files holds these bytes.</returns>
    public string Find(string referenceNumber, string contentHash) =>
        _rows[referenceNumber].Select(row => row.File).FirstOrDefault(file => HashOf(file) == contentHash) ?? "";

    private string? HashOf(string file)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(archive.Read(file)));
        }
        catch (RefusalException)
        {
            // A row that was rejected for this very reason.
            return null;
        }
    }
}
