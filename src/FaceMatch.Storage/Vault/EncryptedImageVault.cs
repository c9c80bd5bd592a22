using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaceMatch.Core.Images;
using FaceMatch.Storage.Files;

namespace FaceMatch.Storage.Vault;

/// <summary>
/// The vault in a folder: <c>images/ab/cd/HASH</c>, sealed as <see cref="VaultFormat"/> says. A file appears under its
/// name complete and durable, or not at all; what a crash leaves behind lies in <c>images/incoming</c> and is wiped at
/// the next start.
/// </summary>
public sealed partial class EncryptedImageVault : IImageVault, IDisposable
{
    /// <summary>More than cores that write at once; two contents that share a lock merely wait for each other.</summary>
    private const int Locks = 64;

    private readonly VaultFolders _folders;
    private readonly VaultKey _key;
    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, Locks).Select(_ => new SemaphoreSlim(1, 1))];

    private EncryptedImageVault(VaultFolders folders, VaultKey key)
    {
        _folders = folders;
        _key = key;
    }

    public async Task<string> StoreAsync(ReadOnlyMemory<byte> plain, CancellationToken cancellationToken)
    {
        byte[] hash = SHA256.HashData(plain.Span);
        if (await IsKeptAsync(hash, cancellationToken)) return Convert.ToHexStringLower(hash);
        MemoryStream stream = MemoryMarshal.TryGetArray(plain, out ArraySegment<byte> segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(plain.ToArray(), writable: false);
        return await StoreStreamAsync(stream, cancellationToken);
    }

    public async Task<string> StoreStreamAsync(Stream plain, CancellationToken cancellationToken)
    {
        string draft = _folders.NewDraft();
        bool placed = false;
        try
        {
            byte[] hash;
            await using (FileStream file = StorageFaults.Guard(() => OwnerOnly.CreateFile(draft)))
            {
                hash = await SealedWriter.WriteAsync(file, plain, _key, cancellationToken);
            }

            placed = await PlaceAsync(draft, hash, cancellationToken);
            return Convert.ToHexStringLower(hash);
        }
        finally
        {
            if (!placed) Discard(draft);
        }
    }

    public async Task<byte[]> ReadAsync(string contentHash, CancellationToken cancellationToken)
    {
        await using Stream stream = await OpenReadAsync(contentHash, cancellationToken);
        byte[] plain = GC.AllocateUninitializedArray<byte>(checked((int)stream.Length));
        await stream.ReadExactlyAsync(plain, cancellationToken);
        return plain;
    }

    public Task<Stream> OpenReadAsync(string contentHash, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryParse(contentHash, out byte[] hash)) throw NotKept();
        string path = _folders.PathOf(hash);
        try
        {
            return Task.FromResult<Stream>(Open(path, hash));
        }
        catch (DirectoryNotFoundException)
        {
            throw NotKept();
        }
        catch (InvalidDataException) when (!File.Exists(path))
        {
            // Erased between the opening and the reading.
            throw NotKept();
        }
    }

    public async Task<bool> EraseAsync(string contentHash, CancellationToken cancellationToken)
    {
        if (!TryParse(contentHash, out byte[] hash)) return false;
        SemaphoreSlim gate = GateOf(hash);
        await gate.WaitAsync(cancellationToken);
        try
        {
            return StorageFaults.Guard(() => _folders.Erase(hash));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// 256 bits for sealing what else holds faces and can be made again from the truth: whoever has the vault's key has these,
    /// whoever has these has no image.
    /// </summary>
    /// <param name="purpose">Each has a key of its own.</param>
    public byte[] DeriveKey(string purpose) => _key.DeriveKey(purpose);

    public void Dispose()
    {
        foreach (SemaphoreSlim gate in _locks) gate.Dispose();
        _folders.Dispose();
    }

    /// <returns>False when the content is there already: the draft is then not needed.</returns>
    private async Task<bool> PlaceAsync(string draft, byte[] hash, CancellationToken cancellationToken)
    {
        SemaphoreSlim gate = GateOf(hash);
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (IsIntact(hash)) return false;
            StorageFaults.Guard(() => _folders.Place(draft, hash));
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<bool> IsKeptAsync(byte[] hash, CancellationToken cancellationToken)
    {
        SemaphoreSlim gate = GateOf(hash);
        await gate.WaitAsync(cancellationToken);
        try
        {
            return IsIntact(hash);
        }
        finally
        {
            gate.Release();
        }
    }

    private static void Discard(string draft)
    {
        try
        {
            if (File.Exists(draft)) Durable.Wipe(draft);
        }
        catch (IOException)
        {
            // A disk that does not answer must not hide why the draft was given up; the next start wipes it.
        }
    }

    /// <summary>Under the gate of the hash. A damaged file counts as absent, so that storing it again heals it.</summary>
    private bool IsIntact(byte[] hash)
    {
        try
        {
            using SealedReader reader = Open(_folders.PathOf(hash), hash);
            reader.CopyTo(Stream.Null);
            return true;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException or InvalidDataException)
        {
            return false;
        }
    }

    private SealedReader Open(string path, byte[] hash) =>
        new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), _key, hash);

    private SemaphoreSlim GateOf(byte[] hash) => _locks[hash[0] % Locks];

    private static bool TryParse(string contentHash, out byte[] hash)
    {
        hash = new byte[VaultFormat.HashLength];
        bool lower = !contentHash.AsSpan().ContainsAnyInRange('A', 'Z');
        return lower && Convert.FromHexString(contentHash, hash, out int read, out int written) == System.Buffers.OperationStatus.Done
            && read == contentHash.Length && written == hash.Length;
    }

    private static FileNotFoundException NotKept() => new("There is no such image in the vault.");
}
