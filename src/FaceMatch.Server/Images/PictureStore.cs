using FaceMatch.Core.Images;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Server.Images;

/// <summary>Pictures out of the vault, with the media type that their own first bytes tell.</summary>
public sealed class PictureStore(IImageVault vault)
{
    /// <exception cref="RefusalException">Code <c>not-found</c>: the picture was erased.</exception>
    public async Task<StoredPicture> OpenAsync(string contentHash, CancellationToken cancellationToken)
    {
        try
        {
            byte[] bytes = await vault.ReadAsync(contentHash, cancellationToken);
            return new StoredPicture(bytes, MediaTypeOf(bytes));
        }
        catch (FileNotFoundException gone)
        {
            throw new RefusalException(
                RefusalKind.NotFound, "not-found", "The picture is no longer kept; the ledger says when and why it was erased.", gone);
        }
    }

    private static string MediaTypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) ? "image/png"
        : bytes.StartsWith("GIF8"u8) ? "image/gif"
        : bytes.StartsWith("BM"u8) ? "image/bmp"
        : bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? "image/webp"
        : "application/octet-stream";
}
