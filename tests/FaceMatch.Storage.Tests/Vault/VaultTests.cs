using System.Security.Cryptography;
using CsCheck;
using FaceMatch.Core.Images;
using FaceMatch.Core.Refusals;
using FaceMatch.Storage.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Storage.Tests.Vault;

public sealed class VaultTests
{
    private const int Piece = 1 << 20;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_096)]
    [InlineData(Piece - 1)]
    [InlineData(Piece)]
    [InlineData(Piece + 1)]
    [InlineData((3 * Piece) + 17)]
    public async Task What_is_stored_is_read_again_byte_for_byte_under_its_hash(int length)
    {
        await using Rig rig = await Rig.StartAsync();
        byte[] plain = Bytes(length, seed: length);

        string hash = await VaultOf(rig).StoreAsync(plain, Rig.Cancel);
        await rig.ReopenAsync();

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(plain)), hash);
        Assert.Equal(plain, await VaultOf(rig).ReadAsync(hash, Rig.Cancel));
    }

    [Fact]
    public async Task Keys_for_other_purposes_are_the_same_after_a_restart_and_each_vault_and_purpose_has_its_own()
    {
        await using Rig rig = await Rig.StartAsync();
        await using Rig other = await Rig.StartAsync();
        byte[] key = Derive(rig, "one");
        await rig.ReopenAsync();

        Assert.Equal(32, key.Length);
        Assert.Equal(key, Derive(rig, "one"));
        Assert.NotEqual(key, Derive(rig, "two"));
        Assert.NotEqual(key, Derive(other, "one"));

        static byte[] Derive(Rig rig, string purpose) => rig.Services.GetRequiredService<EncryptedImageVault>().DeriveKey(purpose);
    }

    [Fact]
    public async Task Any_bytes_survive_and_none_of_them_stand_on_the_disk()
    {
        await using Rig rig = await Rig.StartAsync();
        await Gen.Byte.Array[32, 20_000].SampleAsync(
            async plain =>
            {
                string hash = await VaultOf(rig).StoreAsync(plain, Rig.Cancel);
                byte[] onDisk = await File.ReadAllBytesAsync(FileOf(rig, hash), Rig.Cancel);
                byte[] read = await VaultOf(rig).ReadAsync(hash, Rig.Cancel);
                return plain.SequenceEqual(read) && onDisk.AsSpan().IndexOf(plain.AsSpan(0, 16)) < 0;
            },
            iter: 60);
    }

    [Fact]
    public async Task A_stream_is_read_from_any_place_without_reading_what_lies_before()
    {
        await using Rig rig = await Rig.StartAsync();
        byte[] plain = Bytes((5 * Piece) + 4_321, seed: 5);
        string hash = await VaultOf(rig).StoreStreamAsync(new Dribble(plain), Rig.Cancel);
        await using Stream stream = await VaultOf(rig).OpenReadAsync(hash, Rig.Cancel);

        Assert.Equal(plain.Length, stream.Length);
        (from start in Gen.Int[0, plain.Length] from length in Gen.Int[0, Piece + 100] select (start, length)).Sample(
            part =>
            {
                byte[] read = new byte[Math.Min(part.length, plain.Length - part.start)];
                stream.Position = part.start;
                stream.ReadExactly(read);
                return plain.AsSpan(part.start, read.Length).SequenceEqual(read);
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public async Task Storing_the_same_bytes_again_changes_nothing()
    {
        await using Rig rig = await Rig.StartAsync();
        byte[] plain = Bytes(5_000, seed: 1);
        string hash = await VaultOf(rig).StoreAsync(plain, Rig.Cancel);
        byte[] before = await File.ReadAllBytesAsync(FileOf(rig, hash), Rig.Cancel);

        string[] again = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => VaultOf(rig).StoreAsync(plain, Rig.Cancel), Rig.Cancel)));
        string streamed = await VaultOf(rig).StoreStreamAsync(new MemoryStream(plain), Rig.Cancel);

        Assert.All(again, other => Assert.Equal(hash, other));
        Assert.Equal(hash, streamed);
        Assert.Equal(before, await File.ReadAllBytesAsync(FileOf(rig, hash), Rig.Cancel));
        Assert.Empty(Drafts(rig));
    }

    [Fact]
    public async Task A_single_altered_bit_anywhere_is_noticed()
    {
        await using Rig rig = await Rig.StartAsync();
        byte[] plain = Bytes(300, seed: 2);
        string hash = await VaultOf(rig).StoreAsync(plain, Rig.Cancel);
        byte[] good = await File.ReadAllBytesAsync(FileOf(rig, hash), Rig.Cancel);

        for (int position = 0; position < good.Length; position++)
        {
            byte[] bad = [.. good];
            bad[position] ^= (byte)(1 << (position % 8));
            await File.WriteAllBytesAsync(FileOf(rig, hash), bad, Rig.Cancel);
            await Assert.ThrowsAsync<InvalidDataException>(() => VaultOf(rig).ReadAsync(hash, Rig.Cancel));
        }
    }

    [Fact]
    public async Task A_file_cut_short_prolonged_or_with_pieces_exchanged_is_noticed()
    {
        await using Rig rig = await Rig.StartAsync();
        string hash = await VaultOf(rig).StoreAsync(Bytes((2 * Piece) + 9, seed: 3), Rig.Cancel);
        byte[] good = await File.ReadAllBytesAsync(FileOf(rig, hash), Rig.Cancel);
        int sealedPiece = Piece + 16;
        int header = good.Length - (2 * sealedPiece) - 9 - 16;
        byte[] exchanged = [.. good[..header], .. good[(header + sealedPiece)..(header + (2 * sealedPiece))], .. good[header..(header + sealedPiece)], .. good[(header + (2 * sealedPiece))..]];

        foreach (byte[] bad in new[] { good[..^1], good[..(header + (2 * sealedPiece))], good[..(header + sealedPiece)], good[..10], [], [.. good, 0], exchanged })
        {
            await File.WriteAllBytesAsync(FileOf(rig, hash), bad, Rig.Cancel);
            await Assert.ThrowsAsync<InvalidDataException>(() => VaultOf(rig).ReadAsync(hash, Rig.Cancel));
        }
    }

    [Fact]
    public async Task A_file_put_under_the_name_of_another_is_noticed()
    {
        await using Rig rig = await Rig.StartAsync();
        string one = await VaultOf(rig).StoreAsync(Bytes(400, seed: 4), Rig.Cancel);
        string other = await VaultOf(rig).StoreAsync(Bytes(400, seed: 5), Rig.Cancel);

        File.Copy(FileOf(rig, one), FileOf(rig, other), overwrite: true);

        await Assert.ThrowsAsync<InvalidDataException>(() => VaultOf(rig).ReadAsync(other, Rig.Cancel));
    }

    [Fact]
    public async Task A_damaged_file_is_healed_by_storing_the_picture_again()
    {
        await using Rig rig = await Rig.StartAsync();
        byte[] plain = Bytes(400, seed: 6);
        string hash = await VaultOf(rig).StoreAsync(plain, Rig.Cancel);
        await File.WriteAllBytesAsync(FileOf(rig, hash), new byte[100], Rig.Cancel);

        await VaultOf(rig).StoreAsync(plain, Rig.Cancel);

        Assert.Equal(plain, await VaultOf(rig).ReadAsync(hash, Rig.Cancel));
    }

    [Fact]
    public async Task Erasing_leaves_neither_the_name_nor_the_bytes()
    {
        await using Rig rig = await Rig.StartAsync();
        byte[] plain = Bytes(70_000, seed: 7);
        string hash = await VaultOf(rig).StoreAsync(plain, Rig.Cancel);
        byte[] cipher = await File.ReadAllBytesAsync(FileOf(rig, hash), Rig.Cancel);

        // Held open, the file shows what its blocks hold after the erasure took its name.
        await using FileStream held = new(FileOf(rig, hash), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        bool erased = await VaultOf(rig).EraseAsync(hash, Rig.Cancel);

        byte[] left = new byte[cipher.Length];
        held.ReadExactly(left);
        Assert.True(erased);
        Assert.All(left, value => Assert.Equal(0, value));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(rig.Options.DataDirectory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)),
            file => File.ReadAllBytes(file).AsSpan().IndexOf(cipher.AsSpan(100, 32)) >= 0 || file.Contains(hash, StringComparison.Ordinal));
        await Assert.ThrowsAsync<FileNotFoundException>(() => VaultOf(rig).ReadAsync(hash, Rig.Cancel));
        Assert.False(await VaultOf(rig).EraseAsync(hash, Rig.Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../keys/vault.key")]
    [InlineData("0123")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("zzb0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public async Task A_name_that_is_no_hash_finds_nothing(string name)
    {
        await using Rig rig = await Rig.StartAsync();
        await VaultOf(rig).StoreAsync(Array.Empty<byte>(), Rig.Cancel);

        await Assert.ThrowsAsync<FileNotFoundException>(() => VaultOf(rig).ReadAsync(name, Rig.Cancel));
        Assert.False(await VaultOf(rig).EraseAsync(name, Rig.Cancel));
    }

    [Fact]
    public async Task A_sender_who_breaks_off_leaves_nothing_behind()
    {
        await using Rig rig = await Rig.StartAsync();

        IOException broken = await Assert.ThrowsAsync<IOException>(
            () => VaultOf(rig).StoreStreamAsync(new Dribble(Bytes(2 * Piece, seed: 8)) { BreaksAt = Piece + 5_000 }, Rig.Cancel));

        Assert.Equal("the sender broke off", broken.Message);
        Assert.Empty(Drafts(rig));
    }

    [Fact]
    public async Task A_disk_that_does_not_take_the_picture_gives_a_refusal_that_says_so()
    {
        await using Rig rig = await Rig.StartAsync();
        string incoming = Path.Combine(rig.Options.ImageDirectory, "incoming");
        Directory.Delete(incoming, recursive: true);
        await File.WriteAllTextAsync(incoming, "in the way", Rig.Cancel);

        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(() => VaultOf(rig).StoreAsync(Bytes(10, seed: 9), Rig.Cancel));

        Assert.Equal((RefusalKind.Unavailable, "storage-unavailable"), (refused.Kind, refused.Code));
        File.Delete(incoming);
    }

    internal static IImageVault VaultOf(Rig rig) => rig.Services.GetRequiredService<IImageVault>();

    internal static string FileOf(Rig rig, string hash) => Path.Combine(rig.Options.ImageDirectory, hash[..2], hash[2..4], hash);

    internal static IEnumerable<string> Drafts(Rig rig) =>
        Directory.EnumerateFiles(Path.Combine(rig.Options.ImageDirectory, "incoming"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "in-use.lock");

    internal static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A stream as the network gives it: a few bytes at a time.</summary>
    private sealed class Dribble(byte[] content) : MemoryStream(content)
    {
        public int BreaksAt { get; init; } = int.MaxValue;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= BreaksAt) throw new IOException("the sender broke off");
            return base.ReadAsync(buffer[..Math.Min(buffer.Length, 70_001)], cancellationToken);
        }
    }
}
