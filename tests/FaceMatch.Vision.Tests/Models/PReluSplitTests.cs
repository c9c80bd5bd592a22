using FaceMatch.Vision.Models;
using FaceMatch.Vision.Models.Onnx;
using FaceMatch.Vision.Tests.Support;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FaceMatch.Vision.Tests.Models;

/// <summary>The rewritten embedder against the shipped one, whose function it must keep.</summary>
public sealed class PReluSplitTests
{
    private const int Side = 112;

    [Fact]
    public async Task The_rewritten_embedder_gives_the_vectors_of_the_shipped_one()
    {
        byte[] shipped = await EmbedderAsync();
        using var original = new InferenceSession(shipped);
        using var rewritten = new InferenceSession(OnnxRewriter.Apply(GraphRewrite.SplitPrelu, shipped));
        foreach (int seed in (int[])[1, 2, 3])
        {
            DenseTensor<float> input = Networks.Noise(seed, 1, 3, Side, Side);
            float[] expected = Networks.Run(original, input), actual = Networks.Run(rewritten, input);
            float largest = expected.Max(MathF.Abs);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], largest * 1e-5f);
        }
    }

    [Fact]
    public async Task No_prelu_and_none_of_its_slopes_is_left()
    {
        ModelProto proto = ModelProto.Parser.ParseFrom(OnnxRewriter.Apply(GraphRewrite.SplitPrelu, await EmbedderAsync()));
        Assert.DoesNotContain(proto.Graph.Node, node => node.OpType == "PRelu");
        HashSet<string> read = [.. proto.Graph.Node.SelectMany(node => node.Input)];
        Assert.All(proto.Graph.Initializer, tensor => Assert.Contains(tensor.Name, read));
    }

    [Fact]
    public void A_layer_whose_slopes_reach_one_is_split_without_touching_its_convolution()
    {
        ModelProto proto = Layer(slopes: [0.25f, 1.5f]);
        float[] before = OnnxTensors.Floats(proto.Graph.Initializer.Single(tensor => tensor.Name == "weights"));
        using var original = new InferenceSession(proto.ToByteArray());
        byte[] split = OnnxRewriter.Apply(GraphRewrite.SplitPrelu, proto.ToByteArray());
        using var rewritten = new InferenceSession(split);
        var input = new DenseTensor<float>(new float[] { 1, -2, 3, -4 }, [1, 1, 2, 2]);
        float[] expected = Networks.Run(original, input), actual = Networks.Run(rewritten, input);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6f);
        Assert.Equal(before, OnnxTensors.Floats(
            ModelProto.Parser.ParseFrom(split).Graph.Initializer.Single(tensor => tensor.Name == "weights")));
    }

    [Fact]
    public void A_convolution_that_something_else_reads_too_is_not_scaled()
    {
        ModelProto proto = Layer(slopes: [0.25f, -0.5f]);
        proto.Graph.Output.Add(new ValueInfoProto(proto.Graph.Output[0]) { Name = "convolved" });
        using var original = new InferenceSession(proto.ToByteArray());
        using var rewritten = new InferenceSession(OnnxRewriter.Apply(GraphRewrite.SplitPrelu, proto.ToByteArray()));
        var input = new DenseTensor<float>(new float[] { 1, -2, 3, -4 }, [1, 1, 2, 2]);
        Assert.Equal(Networks.Run(original, input, "convolved"), Networks.Run(rewritten, input, "convolved"));
        Assert.Equal(Networks.Run(original, input), Networks.Run(rewritten, input));
    }

    [Fact]
    public void A_slope_that_is_computed_is_refused_with_what_to_do()
    {
        ModelProto proto = Layer(slopes: [0.25f, 0.5f]);
        proto.Graph.Initializer.Remove(proto.Graph.Initializer.Single(tensor => tensor.Name == "slopes"));
        ModelPackException fault = Assert.Throws<ModelPackException>(
            () => OnnxRewriter.Apply(GraphRewrite.SplitPrelu, proto.ToByteArray()));
        Assert.Contains("rewrite 'none'", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> EmbedderAsync()
    {
        PackManifest manifest = TestPack.Installed.Manifest;
        return (await ShippedPackage.FilesAsync())[manifest.Files.Single(file => file.Name == manifest.Embedder.File).Path];
    }

    /// <summary>A 1x1 convolution to two channels and a PReLU behind it.</summary>
    private static ModelProto Layer(float[] slopes)
    {
        var writer = new OnnxWriter("layer");
        writer.Input("input", 1, 1, 2, 2);
        writer.Weights("weights", [2, 1, 1, 1], [1.5f, -2]);
        writer.Weights("bias", [2], [0.5f, 1]);
        writer.Weights("slopes", [2, 1, 1], slopes);
        writer.Node("Conv", "convolved", ["input", "weights", "bias"]);
        writer.Node("PRelu", "output", ["convolved", "slopes"]);
        writer.Output("output", 1, 2, 2, 2);
        return ModelProto.Parser.ParseFrom(writer.ToArray());
    }
}
