using FaceMatch.Vision.Models;
using FaceMatch.Vision.Tests.Support;

namespace FaceMatch.Vision.Tests.Models;

public sealed class OnnxRewriterTests
{
    [Fact]
    public async Task Rewriting_twice_gives_the_bytes_that_the_manifest_names()
    {
        byte[] shipped = (await ShippedPackage.FilesAsync())[ShippedPackage.Detector.Path];
        byte[] first = OnnxRewriter.Apply(GraphRewrite.RfbAnySize, shipped);
        byte[] second = OnnxRewriter.Apply(GraphRewrite.RfbAnySize, shipped);
        Assert.Equal(first, second);
        Assert.Equal(ShippedPackage.Detector.Sha256After, ModelPackVerifier.Sha256(first));
    }

    [Fact]
    public async Task A_graph_without_the_cut_values_is_refused()
    {
        PackFile landmarks = TestPack.Installed.Manifest.Files.Single(file => file.Name == TestPack.Installed.Manifest.Landmarks!.File);
        byte[] other = (await ShippedPackage.FilesAsync())[landmarks.Path];
        Assert.Throws<ModelPackException>(() => OnnxRewriter.Apply(GraphRewrite.RfbAnySize, other));
    }

    [Fact]
    public void Bytes_that_are_no_graph_are_refused() =>
        Assert.Throws<ModelPackException>(() => OnnxRewriter.Apply(GraphRewrite.RfbAnySize, "not a graph"u8.ToArray()));
}
