using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FaceMatch.Index.Files;

namespace FaceMatch.Index.Faiss;

/// <summary>
/// A long run of bytes on a disk: a mark, a salt, and sealed pieces of equal length but for the last. Each piece is bound to
/// its place and to whether it is the last, so that none can be left out, doubled or moved. Whoever wipes the salt has wiped
/// everything.
/// </summary>
internal static class SealedStream
{
    private const int PieceLength = 1 << 20;
    private const int SaltLength = 32;

    /// <summary>With the version of the layout.</summary>
    private static ReadOnlySpan<byte> Mark => "FMFX0001"u8;

    /// <exception cref="IOException">The disk is full or gone.</exception>
    public static void Write(string path, IndexFiles files, params ReadOnlySpan<Stream> parts)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, PieceLength);
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        file.Write(Mark);
        file.Write(salt);
        using var cipher = new PageCipher(Key(files, salt));
        var (plain, piece) = (new byte[PieceLength], new byte[PieceLength + PageCipher.Overhead]);
        long left = 0;
        foreach (var part in parts)
            left += part.Length - part.Position;
        var (number, next) = (0, 0);
        Span<byte> place = stackalloc byte[sizeof(long)];
        do
        {
            var length = (int)Math.Min(PieceLength, left);
            for (var filled = 0; filled < length;)
            {
                var read = parts[next].Read(plain, filled, length - filled);
                filled += read;
                next += read == 0 ? 1 : 0;
            }

            left -= length;
            cipher.Seal(plain.AsSpan(0, length), Place(place, number++, left == 0), piece.AsSpan(0, length + PageCipher.Overhead));
            file.Write(piece, 0, length + PageCipher.Overhead);
        }
        while (left > 0);
        Array.Clear(plain);
        file.Flush(flushToDisk: true);
    }

    /// <exception cref="IndexFileException">Not what was written, or for other contents.</exception>
    public static void Read(string path, IndexFiles files, Stream plain)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, PieceLength);
        var head = new byte[Mark.Length + SaltLength];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan(0, Mark.Length).SequenceEqual(Mark))
            throw new IndexFileException("it is none of this version");
        using var cipher = new PageCipher(Key(files, head.AsSpan(Mark.Length)));
        var (bytes, piece) = (new byte[PieceLength], new byte[PieceLength + PageCipher.Overhead]);
        Span<byte> place = stackalloc byte[sizeof(long)];
        try
        {
            for (var number = 0; number == 0 || file.Position < file.Length; number++)
            {
                var length = file.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false) - PageCipher.Overhead;
                if (length < 0)
                    throw new IndexFileException("it is torn");
                cipher.Open(
                    piece.AsSpan(0, length + PageCipher.Overhead), Place(place, number, file.Position == file.Length), bytes.AsSpan(0, length));
                plain.Write(bytes, 0, length);
            }
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw new IndexFileException("it is damaged, torn, or of other contents", mismatch);
        }
        finally
        {
            Array.Clear(bytes);
        }
    }

    /// <summary>Wipes the salt, without which nothing opens, and takes the name away.</summary>
    public static void Wipe(string path)
    {
        if (!File.Exists(path))
            return;
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(new byte[Mark.Length + SaltLength]);
            file.Flush(flushToDisk: true);
        }

        File.Delete(path);
    }

    private static byte[] Key(IndexFiles files, ReadOnlySpan<byte> salt)
    {
        if (files.Key.Length != IndexFiles.KeyLength)
            throw new ArgumentException($"The key of index files is {IndexFiles.KeyLength} bytes, not {files.Key.Length}.", nameof(files));
        var key = new byte[IndexFiles.KeyLength];
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256, files.Key.Span, key, salt, Encoding.UTF8.GetBytes($"FaceMatch saved Faiss index, version 1: {files.Contents}"));
        return key;
    }

    private static Span<byte> Place(Span<byte> place, int number, bool last)
    {
        BinaryPrimitives.WriteInt64LittleEndian(place, ((long)number << 1) | (last ? 1L : 0));
        return place;
    }
}
