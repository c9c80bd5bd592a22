using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FaceMatch.Storage.Vault;

/// <summary>
/// The layout of a file in the vault: a header, then pieces of AES-256-GCM.
/// <code>
/// header   "FMV" | version 1 | key id (8) | salt (32)
/// piece i  ciphertext (1 MiB, the last one 0 to 1 MiB) | tag (16)
/// key      HKDF-SHA256(vault key, salt)
/// nonce    zeros (7) | i, big-endian (4) | 1 for the last piece, else 0
/// AAD      header; for the last piece header | SHA-256 of the whole plain content
/// </code>
/// The counter shows a piece that was moved, the mark of the last piece shows a file that was cut short, and the hash
/// shows a file that was put under another name. This is the STREAM construction of Hoang, Reyhanitabar, Rogaway and
/// Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015.
/// </summary>
internal static class VaultFormat
{
    public const byte Version = 1;
    public const int SaltLength = 32;
    public const int HeaderLength = 4 + VaultKey.IdLength + SaltLength;
    public const int PieceLength = 1 << 20;
    public const int TagLength = 16;
    public const int HashLength = SHA256.HashSizeInBytes;

    private const int SealedPieceLength = PieceLength + TagLength;

    public static ReadOnlySpan<byte> Magic => "FMV"u8;

    public static void WriteHeader(Span<byte> header, VaultKey key)
    {
        Magic.CopyTo(header);
        header[Magic.Length] = Version;
        key.Id.CopyTo(header[4..]);
        RandomNumberGenerator.Fill(header[(4 + VaultKey.IdLength)..HeaderLength]);
    }

    /// <exception cref="InvalidDataException">Not a file of the vault, of another version, or of another key.</exception>
    public static void CheckHeader(ReadOnlySpan<byte> header, VaultKey key)
    {
        if (!header.StartsWith(Magic)) throw Altered();
        if (header[Magic.Length] != Version)
            throw new InvalidDataException("The stored image was written by a newer version of FaceMatch; start that version.");
        if (!header.Slice(4, VaultKey.IdLength).SequenceEqual(key.Id)) throw new InvalidDataException(OtherKey(key));
    }

    public static string OtherKey(VaultKey key) =>
        $"The stored images were sealed with another key than {key.Path} holds; put back the key file that belongs to them.";

    public static InvalidDataException Altered(Exception? inner = null) =>
        new("The stored image was altered or damaged since it was written; put it back from your backup.", inner);

    /// <summary>Where the sealed piece lies in the file.</summary>
    public static long OffsetOf(long piece) => HeaderLength + (piece * SealedPieceLength);

    /// <summary>How many bytes of plain content a file of this length holds.</summary>
    /// <exception cref="InvalidDataException">No file of the vault has this length.</exception>
    public static long PlainLength(long fileLength)
    {
        long body = fileLength - HeaderLength;
        if (body < TagLength) throw Altered();
        long whole = body / SealedPieceLength;
        long rest = body % SealedPieceLength;
        if (rest == 0) return whole * PieceLength;
        return rest < TagLength ? throw Altered() : (whole * PieceLength) + rest - TagLength;
    }

    /// <summary>At least one; content that fills its pieces has no empty one behind.</summary>
    public static long PiecesOf(long plainLength) => Math.Max(1, (plainLength + PieceLength - 1) / PieceLength);

    public static void WriteNonce(Span<byte> nonce, long piece, bool last)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(nonce[7..], checked((uint)piece));
        nonce[11] = last ? (byte)1 : (byte)0;
    }
}
