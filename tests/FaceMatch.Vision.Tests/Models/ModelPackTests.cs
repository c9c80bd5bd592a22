using System.Security.Cryptography;
using FaceMatch.Vision.Models;
using FaceMatch.Vision.Tests.Support;

namespace FaceMatch.Vision.Tests.Models;

public sealed class ModelPackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("facematch-pack-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_installed_pack_is_proven_and_has_a_calibration_of_its_own_embedder()
    {
        ModelPackVerifier.Verify(TestPack.Installed);
        Assert.Equal(TestPack.Installed.Manifest.Embedder.Name, TestPack.Installed.ReadCalibration().Provenance.Embedder);
    }

    [Fact]
    public void A_missing_file_is_named_with_the_command_that_fetches_it()
    {
        ModelPack pack = Pack("content"u8.ToArray());
        string sentence = Assert.Throws<ModelPackException>(() => ModelPackVerifier.Verify(pack)).Message;
        Assert.Contains(pack.PathOf("network.onnx"), sentence, StringComparison.Ordinal);
        Assert.Contains("is missing", sentence, StringComparison.Ordinal);
        Assert.Contains("facematch models restore", sentence, StringComparison.Ordinal);
        Assert.Contains("ops/run", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conten")]
    [InlineData("c0ntent")]
    [InlineData("")]
    public void A_truncated_or_altered_file_stops_the_start(string found)
    {
        ModelPack pack = Pack("content"u8.ToArray());
        File.WriteAllText(pack.PathOf("network.onnx"), found);
        string sentence = Assert.Throws<ModelPackException>(() => FaceVision.Load(pack)).Message;
        Assert.Contains("truncated or altered", sentence, StringComparison.Ordinal);
        Assert.Contains("facematch models restore", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Installing_puts_proven_files_in_place_and_leaves_no_other()
    {
        byte[] content = "content"u8.ToArray();
        ModelPack pack = Pack(content);
        await ModelPackRestorer.InstallAsync(
            pack, new Dictionary<PackPart, byte[]> { [new PackPart("faceplugin", "package/network.onnx")] = content }, TestContext.Current.CancellationToken);
        ModelPackVerifier.Verify(pack);
        Assert.Equal(["network.onnx"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName));
        Assert.Equal(
            RestoreOutcome.AlreadyRestored,
            await ModelPackRestorer.RestoreAsync(pack, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Other_content_than_the_manifest_names_is_not_installed()
    {
        ModelPack pack = Pack("content"u8.ToArray());
        var fault = await Assert.ThrowsAsync<ModelPackException>(() => ModelPackRestorer.InstallAsync(
            pack, new Dictionary<PackPart, byte[]> { [new PackPart("faceplugin", "package/network.onnx")] = "forged"u8.ToArray() },
            TestContext.Current.CancellationToken));
        Assert.Contains("is not the file in the manifest", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void A_tarball_with_another_integrity_is_refused()
    {
        string tarball = Path.Combine(_folder, "package.tgz");
        File.WriteAllText(tarball, "forged");
        var source = new NpmSource("package", "1.0.0", "sha512-" + Convert.ToBase64String(SHA512.HashData("real"u8)), "MIT");
        var fault = Assert.Throws<ModelPackException>(() => NpmPackage.CheckIntegrity(source, tarball));
        Assert.Contains("not the one in the manifest", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_a_manifest_is_named_at_once()
    {
        string json = File.ReadAllText(Path.Combine(TestPack.Installed.Directory, ModelPack.ManifestName))
            .Replace("sha512-", "md5-", StringComparison.Ordinal)
            .Replace("\"passes\": 2", "\"passes\": 7", StringComparison.Ordinal)
            .Replace("\"embeddingSize\": 512", "\"embeddingSize\": 0", StringComparison.Ordinal);
        string sentence = Assert.Throws<ModelPackException>(() => PackManifestReader.Read(json, "model.json")).Message;
        Assert.Contains("sources.faceplugin.integrity", sentence, StringComparison.Ordinal);
        Assert.Contains("landmarks.passes", sentence, StringComparison.Ordinal);
        Assert.Contains("embedder.embeddingSize", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_pack_is_refused_with_the_known_ones()
    {
        var fault = Assert.Throws<ModelPackException>(() => ModelPackStore.Installed().Open("other"));
        Assert.Contains("default", fault.Message, StringComparison.Ordinal);
    }

    private ModelPack Pack(byte[] content)
    {
        string hash = ModelPackVerifier.Sha256(content);
        return TestPack.Installed with
        {
            Manifest = TestPack.Installed.Manifest with
            {
                Files = [new PackFile("network.onnx", "faceplugin", "package/network.onnx", hash, GraphRewrite.None, hash)],
            },
            FilesDirectory = _folder,
        };
    }
}
