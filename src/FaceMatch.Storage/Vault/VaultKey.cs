using System.Security.Cryptography;
using System.Text;
using FaceMatch.Storage.Files;

namespace FaceMatch.Storage.Vault;

/// <summary>The 256-bit key of the vault, in a file of its own so that it can be kept apart from the images.</summary>
internal sealed class VaultKey
{
    public const int IdLength = 8;

    private const int KeyLength = 32;
    private const string FileName = "vault.key";

    private static readonly byte[] FileKeyInfo = Encoding.ASCII.GetBytes("FaceMatch vault, file key, version 1");
    private static readonly byte[] IdInfo = Encoding.ASCII.GetBytes("FaceMatch vault, key id, version 1");

    private readonly byte[] _key;

    private VaultKey(byte[] key, string path)
    {
        _key = key;
        Path = path;
        Id = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, IdLength, salt: [], IdInfo);
    }

    public string Path { get; }

    /// <summary>Tells one key from another without telling anything of it; stands in every file.</summary>
    public byte[] Id { get; }

    public static string PathIn(string folder) => System.IO.Path.Combine(folder, FileName);

    /// <exception cref="StorageStartException">The file does not hold a key.</exception>
    public static VaultKey Load(string folder)
    {
        string path = PathIn(folder);
        string text = File.ReadAllText(path).Trim();
        if (text.Length != 2 * KeyLength || !text.All(char.IsAsciiHexDigit))
            throw new StorageStartException($"The key file {path} is damaged: it must hold 64 hexadecimal digits. Put it back from your backup.");
        return new VaultKey(Convert.FromHexString(text), path);
    }

    /// <summary>Makes a fresh key, readable by its owner only, and durable before anything is sealed with it.</summary>
    public static VaultKey Create(string folder)
    {
        OwnerOnly.CreateFolder(folder);
        string path = PathIn(folder);
        string draft = $"{path}.{Guid.NewGuid():N}";
        byte[] key = RandomNumberGenerator.GetBytes(KeyLength);
        using (FileStream file = OwnerOnly.CreateFile(draft))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key) + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path);
        Durable.FlushFolder(folder);
        Durable.FlushFolder(System.IO.Path.GetDirectoryName(folder)!);
        return new VaultKey(key, path);
    }

    /// <summary>The key of one file. A fresh one a file lets the nonces inside it be plain counters.</summary>
    public void DeriveFileKey(ReadOnlySpan<byte> salt, Span<byte> fileKey) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, fileKey, salt, FileKeyInfo);

    /// <summary>A key for something else than the vault's files. It tells nothing of this one, nor of that for another purpose.</summary>
    public byte[] DeriveKey(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, KeyLength, salt: [], Encoding.UTF8.GetBytes("FaceMatch derived key, version 1: " + purpose));
}
