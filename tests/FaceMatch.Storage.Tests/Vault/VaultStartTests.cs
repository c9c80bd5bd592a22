using static FaceMatch.Storage.Tests.Vault.VaultTests;

namespace FaceMatch.Storage.Tests.Vault;

public sealed class VaultStartTests
{
    [Fact]
    public async Task The_first_start_makes_a_key_that_only_its_owner_may_read()
    {
        await using Rig rig = await Rig.StartAsync();

        Assert.Equal(65, new FileInfo(KeyFile(rig)).Length);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile(rig)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(rig.Options.KeyDirectory));
    }

    [Fact]
    public async Task Images_without_their_key_stop_the_start_with_a_sentence_that_says_so()
    {
        await using Rig rig = await Rig.StartAsync();
        await VaultOf(rig).StoreAsync(Bytes(100, seed: 1), Rig.Cancel);
        File.Delete(KeyFile(rig));

        StorageStartException refused = await Assert.ThrowsAsync<StorageStartException>(rig.ReopenAsync);

        Assert.Contains($"key file {KeyFile(rig)} is gone", refused.Message, StringComparison.Ordinal);
        Assert.Contains("put the key file back from your backup", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile(rig)));
    }

    [Fact]
    public async Task A_lost_key_without_any_image_is_made_anew()
    {
        await using Rig rig = await Rig.StartAsync();
        File.Delete(KeyFile(rig));

        await rig.ReopenAsync();

        Assert.True(File.Exists(KeyFile(rig)));
    }

    [Fact]
    public async Task The_key_of_another_vault_stops_the_start_with_a_sentence_that_says_so()
    {
        await using Rig rig = await Rig.StartAsync();
        await VaultOf(rig).StoreAsync(Bytes(100, seed: 1), Rig.Cancel);
        await File.WriteAllTextAsync(KeyFile(rig), new string('7', 64), Rig.Cancel);

        StorageStartException refused = await Assert.ThrowsAsync<StorageStartException>(rig.ReopenAsync);

        Assert.Contains("sealed with another key", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("77777777")]
    public async Task A_damaged_key_file_stops_the_start_with_a_sentence_that_says_so(string content)
    {
        await using Rig rig = await Rig.StartAsync();
        await File.WriteAllTextAsync(KeyFile(rig), content, Rig.Cancel);

        StorageStartException refused = await Assert.ThrowsAsync<StorageStartException>(rig.ReopenAsync);

        Assert.Contains("64 hexadecimal digits", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("of-a-dead-process")]
    public async Task What_a_crash_left_unfinished_is_wiped_at_the_next_start_and_nothing_else(string folder)
    {
        await using Rig rig = await Rig.StartAsync();
        byte[] plain = Bytes(100, seed: 1);
        string hash = await VaultOf(rig).StoreAsync(plain, Rig.Cancel);
        string incoming = Path.Combine(rig.Options.ImageDirectory, "incoming", folder);
        Directory.CreateDirectory(incoming);
        string draft = Path.Combine(incoming, Guid.NewGuid().ToString("N"));
        await File.WriteAllBytesAsync(draft, Bytes(5_000, seed: 2), Rig.Cancel);

        await rig.ReopenAsync();

        Assert.Empty(Drafts(rig));
        Assert.Equal(plain, await VaultOf(rig).ReadAsync(hash, Rig.Cancel));
    }

    private static string KeyFile(Rig rig) => Path.Combine(rig.Options.KeyDirectory, "vault.key");
}
