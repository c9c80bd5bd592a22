using System.Numerics.Tensors;
using FaceMatch.Vision.Models;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FaceMatch.Vision.Tests.Models;

public sealed class DlibResNetTests
{
    private const int Side = DlibResNet.Side;

    private static readonly DlibReference Reference = new(seed: 20);

    [Fact]
    public void The_written_graph_computes_what_the_network_computes_layer_by_layer()
    {
        var random = new Random(4);
        var pixels = new float[Side * Side * 3];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (float)(random.NextDouble() - 0.5);
        var input = new DenseTensor<float>([1, 3, Side, Side]);
        for (int y = 0; y < Side; y++)
            for (int x = 0; x < Side; x++)
                for (int plane = 0; plane < 3; plane++) input[0, plane, y, x] = pixels[(((y * Side) + x) * 3) + plane];

        using var session = new InferenceSession(DlibResNet.ToOnnx(Reference.Manifest, Reference.Binary));
        using var output = session.Run([NamedOnnxValue.CreateFromTensor("input", input)]);
        float[] embedding = [.. output.Single().AsTensor<float>()];

        float[] expected = Reference.Embed(pixels, Side);
        float length = TensorPrimitives.Norm<float>(expected);
        Assert.True(length > 0.01f, "The reference's embedding says nothing.");
        Assert.True(TensorPrimitives.Distance<float>(expected, embedding) < 1e-4f * length);
    }

    [Fact]
    public void Writing_twice_gives_the_same_bytes() => Assert.Equal(
        DlibResNet.ToOnnx(Reference.Manifest, Reference.Binary), DlibResNet.ToOnnx(Reference.Manifest, Reference.Binary));

    [Theory]
    [InlineData(-1, "end before tensor")]
    [InlineData(1, "go on after the last tensor")]
    public void Weights_that_do_not_fit_their_manifest_are_refused(int difference, string reason)
    {
        byte[] binary = Reference.Binary;
        Array.Resize(ref binary, binary.Length + difference);
        var fault = Assert.Throws<ModelPackException>(() => DlibResNet.ToOnnx(Reference.Manifest, binary));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("no manifest")]
    [InlineData("""[{"paths":["w.bin"],"weights":[]}]""")]
    public void A_manifest_of_something_else_is_refused(string manifest) => Assert.Throws<ModelPackException>(
        () => DlibResNet.ToOnnx(System.Text.Encoding.UTF8.GetBytes(manifest), []));
}
