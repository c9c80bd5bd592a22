using System.Security.Cryptography;

namespace FaceMatch.Index.Files;

/// <summary>
/// AES-256-GCM over whatever an index puts on a disk; the tag is also its checksum. A sealed piece is nonce (12), tag (16) and
/// ciphertext. Nonces are random: at 2^32 pieces a folder, two are equal with a chance below 2^-32 (NIST SP 800-38D, 8.3). Not
/// thread-safe.
/// </summary>
internal sealed class PageCipher(ReadOnlySpan<byte> key) : IDisposable
{
    public const int Overhead = NonceLength + TagLength;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly AesGcm _aes = new(key, TagLength);

    /// <param name="associated">What the piece must not be taken away from, such as its place.</param>
    /// <param name="destination">As long as <paramref name="plain"/> and <see cref="Overhead"/>.</param>
    public void Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated, Span<byte> destination)
    {
        var nonce = destination[..NonceLength];
        RandomNumberGenerator.Fill(nonce);
        _aes.Encrypt(nonce, plain, destination[Overhead..], destination.Slice(NonceLength, TagLength), associated);
    }

    /// <exception cref="AuthenticationTagMismatchException">Not what was sealed, or not there.</exception>
    public void Open(ReadOnlySpan<byte> piece, ReadOnlySpan<byte> associated, Span<byte> plain) =>
        _aes.Decrypt(piece[..NonceLength], piece[Overhead..], piece.Slice(NonceLength, TagLength), plain, associated);

    public void Dispose() => _aes.Dispose();
}
