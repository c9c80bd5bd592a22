using FaceMatch.Core.Faces;
using FaceMatch.Vision.Models;
using FaceMatch.Vision.Models.Adding;
using FaceMatch.Vision.Tests.Support;

namespace FaceMatch.Vision.Tests.Models;

/// <summary>Packs made of the default pack's networks and the small detectors of the test data, added to a store of their own.</summary>
public sealed class PackAdderTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("facematch-store-").FullName;
    private readonly string _given = Directory.CreateTempSubdirectory("facematch-given-").FullName;
    private readonly ModelPackStore _store;

    public PackAdderTests()
    {
        _store = new ModelPackStore(_home, null);
        Directory.CreateDirectory(Path.Combine(_home, "default"));
        File.Copy(
            Path.Combine(TestPack.Installed.Directory, ModelPack.ManifestName), Path.Combine(_home, "default", ModelPack.ManifestName));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Directory.Delete(_home, recursive: true);
        Directory.Delete(_given, recursive: true);
    }

    [Theory]
    [InlineData("scrfd_2.5g_kps.onnx", "scrfd", 12)]
    [InlineData("yunet_n_dynamic.onnx", "yunet", 11)]
    [InlineData("version-RFB-640.onnx", "rfb", 9)]
    public async Task A_bare_detector_is_recognised_and_its_manifest_makes_a_pack_of_it(string file, string kind, int opset)
    {
        string path = Path.Combine(SharedData.Folder("models"), file);
        ModelFileReport report = (await PackAdder.AddAsync(_store, path, null, Token)).Report!;
        Assert.Contains($"a detector of kind {kind}", report.Kind, StringComparison.Ordinal);
        Assert.Equal(opset, report.Opset);
        Assert.Equal(["default"], _store.Names());

        File.Copy(path, Path.Combine(_given, file));
        PackAddition addition = await AddAsync(PackManifestReader.Read(report.Manifest!, "skeleton"));
        Assert.Equal(512, addition.Trial!.EmbeddingSize);
        ModelPackVerifier.Verify(_store.Open(addition.Pack!));
    }

    [Fact]
    public async Task A_bare_embedder_is_recognised_by_its_output()
    {
        string path = Path.Combine(_given, "my embedder.onnx");
        File.Copy(Of(TestPack.Installed.Manifest.Embedder.File), path);
        ModelFileReport report = (await PackAdder.AddAsync(_store, path, null, Token)).Report!;
        Assert.Contains("an embedder of 512 numbers", report.Kind, StringComparison.Ordinal);
        PackManifest manifest = PackManifestReader.Read(report.Manifest!, "skeleton");
        Assert.Equal("my-embedder", manifest.Name);
        Assert.Equal("my embedder.onnx", manifest.Embedder.File);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.0)]
    public async Task A_truncated_model_is_called_one(double kept)
    {
        byte[] whole = await File.ReadAllBytesAsync(Of(TestPack.Installed.Manifest.Embedder.File), Token);
        string path = Path.Combine(_given, "cut.onnx");
        await File.WriteAllBytesAsync(path, whole[..(int)(whole.Length * kept)], Token);
        var fault = await Assert.ThrowsAsync<ModelPackException>(() => PackAdder.AddAsync(_store, path, null, Token));
        Assert.Contains("is no ONNX model, or only a part of one", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_altered_file_is_named_with_both_hashes_and_nothing_is_installed()
    {
        PackManifest manifest = OwnPack();
        CopyFiles();
        string altered = Path.Combine(_given, manifest.Embedder.File);
        byte[] content = await File.ReadAllBytesAsync(altered, Token);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(altered, content, Token);
        string sentence = (await Assert.ThrowsAsync<ModelPackException>(() => AddAsync(manifest))).Message;
        Assert.Contains($"{altered} is truncated, altered or another file", sentence, StringComparison.Ordinal);
        Assert.Contains(ModelPackVerifier.Sha256(content), sentence, StringComparison.Ordinal);
        Assert.Equal(["default"], _store.Names());
    }

    [Fact]
    public async Task Shapes_that_are_not_the_manifests_are_named_with_both()
    {
        PackManifest manifest = OwnPack();
        CopyFiles();
        string sentence = (await Assert.ThrowsAsync<ModelPackException>(() => AddAsync(manifest with
        {
            Embedder = manifest.Embedder with { Input = [1, 3, 128, 128], EmbeddingSize = 256 },
        }))).Message;
        Assert.Contains("112x112], but the manifest says input [1, 3, 128, 128]", sentence, StringComparison.Ordinal);
        Assert.Contains("embeddingSize that come to 256", sentence, StringComparison.Ordinal);
        Assert.Equal(["default"], _store.Names());
    }

    [Fact]
    public async Task A_picture_without_a_face_is_not_taken_for_a_trial()
    {
        PackManifest manifest = OwnPack();
        CopyFiles();
        using Frame wall = Pictures.Constant(300, 300, 90, 90, 90);
        string sentence = (await Assert.ThrowsAsync<ModelPackException>(() => AddAsync(manifest, wall))).Message;
        Assert.Contains("found no face in the picture given", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_pack_of_the_same_name_is_not_overwritten()
    {
        CopyFiles();
        await AddAsync(OwnPack());
        string sentence = (await Assert.ThrowsAsync<ModelPackException>(
            () => AddAsync(OwnPack() with { Licence = "other" }))).Message;
        Assert.Contains("already another pack 'own'", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_a_pack_waits_for_is_rewritten_pinned_and_the_rest_named()
    {
        string detector = Path.Combine(SharedData.Folder("models"), "scrfd_2.5g_kps.onnx");
        PackFile[] files =
        [
            new("detector.onnx", "page", "scrfd.onnx", ModelPackVerifier.Sha256(await File.ReadAllBytesAsync(detector, Token)), GraphRewrite.AnySize),
            .. TestPack.Installed.Manifest.Files.Where(file => file.Name != "detector.onnx")
                .Select(file => file with { Source = "page", Rewrite = GraphRewrite.None, Sha256Before = file.Sha256After! }),
        ];
        string folder = Directory.CreateDirectory(Path.Combine(_home, "own")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, ModelPack.ManifestName), PackManifestReader.Write(OwnPack() with { Files = files }), Token);

        PackAddition addition = await PackAdder.AddAsync(_store, detector, null, Token);
        Assert.Equal(["detector.onnx"], addition.Installed);
        Assert.Equal(files.Length - 1, addition.Missing.Count);
        Assert.All(addition.Missing, missing => Assert.Contains("https://example.org", missing, StringComparison.Ordinal));
        ModelPack pack = _store.Open("own");
        Assert.Equal(files.Length - 1, ModelPackVerifier.Faults(pack).Count);

        await File.AppendAllTextAsync(pack.PathOf("detector.onnx"), "x", Token);
        Assert.Contains(ModelPackVerifier.Faults(pack), fault => fault.Contains("detector.onnx", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_file_of_a_pack_is_not_put_in_place_when_the_pack_does_not_run_with_it()
    {
        PackFile[] files = [.. TestPack.Installed.Manifest.Files
            .Select(file => file with { Source = "page", Rewrite = GraphRewrite.None, Sha256Before = file.Sha256After! })];
        PackManifest manifest = OwnPack() with { Files = files };
        manifest = manifest with { Embedder = manifest.Embedder with { EmbeddingSize = 256 } };
        // Some of these files are the default pack's too, which would be served first.
        Directory.Delete(Path.Combine(_home, "default"), recursive: true);
        string folder = Directory.CreateDirectory(Path.Combine(_home, "own")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, ModelPack.ManifestName), PackManifestReader.Write(manifest), Token);
        foreach (PackFile file in files[..^1]) await PackAdder.AddAsync(_store, Of(file.Name), null, Token);

        string sentence = (await Assert.ThrowsAsync<ModelPackException>(
            () => PackAdder.AddAsync(_store, Of(files[^1].Name), null, Token))).Message;
        Assert.Contains("embeddingSize that come to 256", sentence, StringComparison.Ordinal);
        Assert.False(File.Exists(_store.Open("own").PathOf(files[^1].Name)));
    }

    private static string Of(string file) => TestPack.Installed.PathOf(file);

    private static PackManifest OwnPack() => TestPack.Installed.Manifest with
    {
        Name = "own",
        Calibration = null,
        Sources = new Dictionary<string, PackSource>(TestPack.Installed.Manifest.Sources)
        {
            ["page"] = new ManualSource("https://example.org/models", "MIT"),
        },
    };

    private void CopyFiles()
    {
        foreach (PackFile file in TestPack.Installed.Manifest.Files)
            File.Copy(Of(file.Name), Path.Combine(_given, file.Name), overwrite: true);
    }

    private async Task<PackAddition> AddAsync(PackManifest manifest, Frame? image = null)
    {
        CopyFiles(manifest);
        await File.WriteAllTextAsync(Path.Combine(_given, ModelPack.ManifestName), PackManifestReader.Write(manifest), Token);
        return await PackAdder.AddAsync(_store, _given, image, Token);
    }

    private void CopyFiles(PackManifest manifest)
    {
        foreach (PackFile file in manifest.Files.Where(file => !File.Exists(Path.Combine(_given, file.Name))))
            File.Copy(Of(file.Name), Path.Combine(_given, file.Name));
    }
}
