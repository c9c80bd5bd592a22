using FaceMatch.Storage.Files;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Storage.Vault;

public sealed partial class EncryptedImageVault
{
    /// <summary>Opens the vault of the data directory; the first start makes its key.</summary>
    /// <exception cref="StorageStartException">The key is gone, damaged or another one, while images are there.</exception>
    public static EncryptedImageVault Open(StorageOptions options, ILogger<EncryptedImageVault> logger)
    {
        OwnerOnly.CreateFolder(options.DataDirectory);
        VaultFolders folders = new(options.ImageDirectory);
        try
        {
            if (folders.WipedDrafts > 0) LeftoversWiped(logger, folders.WipedDrafts);
            return new EncryptedImageVault(folders, Key(options, folders, logger));
        }
        catch
        {
            folders.Dispose();
            throw;
        }
    }

    private static VaultKey Key(StorageOptions options, VaultFolders folders, ILogger logger)
    {
        string? anyImage = folders.AnyImage();
        string keyFile = VaultKey.PathIn(options.KeyDirectory);
        if (File.Exists(keyFile))
        {
            VaultKey key = VaultKey.Load(options.KeyDirectory);
            if (anyImage is not null) CheckKey(anyImage, key);
            return key;
        }

        if (anyImage is not null)
        {
            throw new StorageStartException(
                $"The key file {keyFile} is gone, but {options.ImageDirectory} holds images sealed with it; put the key file back from your backup.");
        }

        VaultKey fresh = VaultKey.Create(options.KeyDirectory);
        KeyMade(logger, fresh.Path);
        return fresh;
    }

    /// <summary>One image is enough to tell that the key is of another vault; damage of that image is not told here.</summary>
    private static void CheckKey(string image, VaultKey key)
    {
        Span<byte> header = stackalloc byte[VaultFormat.HeaderLength];
        using FileStream file = new(image, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        bool whole = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length;
        if (!whole || !header.StartsWith(VaultFormat.Magic) || header[VaultFormat.Magic.Length] != VaultFormat.Version) return;
        if (!header.Slice(4, VaultKey.IdLength).SequenceEqual(key.Id)) throw new StorageStartException(VaultFormat.OtherKey(key));
    }
}
