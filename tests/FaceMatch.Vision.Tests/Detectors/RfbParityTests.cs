using FaceMatch.Core.Faces;
using FaceMatch.Vision.Detectors;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using FaceMatch.Vision.Tests.Support;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FaceMatch.Vision.Tests.Detectors;

/// <summary>The rewritten detector against the shipped graph, whose own tail decodes the priors for 320x240.</summary>
public sealed class RfbParityTests
{
    private const int Width = 320, Height = 240, Priors = 4420;

    [Fact]
    public async Task Priors_decoded_here_are_the_boxes_of_the_shipped_graph()
    {
        byte[] shipped = (await ShippedPackage.FilesAsync())[ShippedPackage.Detector.Path];
        DenseTensor<float> input = Noise();
        using var original = new InferenceSession(shipped);
        using var rewritten = new InferenceSession(OnnxRewriter.Apply(GraphRewrite.RfbAnySize, shipped));
        using var expected = original.Run([NamedOnnxValue.CreateFromTensor("input", input)]);
        using var raw = rewritten.Run([NamedOnnxValue.CreateFromTensor("input", input)]);
        float[] corners = [.. expected.Single(value => value.Name == "boxes").AsTensor<float>()];
        float[] shippedScores = [.. expected.Single(value => value.Name == "scores").AsTensor<float>()];
        using TensorBuffer scores = Copy(raw, 2), regression = Copy(raw, 4);

        var decoder = new RfbDecoder(TestPack.Installed.Manifest.Detector);
        List<Detection> found = [];
        decoder.Decode([scores, regression], Width, Height, minimumScore: -1, found);

        Assert.Equal(Priors, decoder.Rows(0, Width, Height));
        Assert.Equal(Priors, found.Count);
        for (int i = 0; i < Priors; i++)
        {
            Assert.Equal(shippedScores[(i * 2) + 1], found[i].Score, 1e-5f);
            Assert.Equal(corners[i * 4] * Width, found[i].Box.X, 1e-2f);
            Assert.Equal(corners[(i * 4) + 1] * Height, found[i].Box.Y, 1e-2f);
            Assert.Equal(corners[(i * 4) + 2] * Width, found[i].Box.Right, 1e-2f);
            Assert.Equal(corners[(i * 4) + 3] * Height, found[i].Box.Bottom, 1e-2f);
        }
    }

    [Theory]
    [InlineData(32, 32)]
    [InlineData(96, 640)]
    [InlineData(1280, 736)]
    public async Task The_rewritten_graph_takes_any_size_and_gives_as_many_priors_as_are_decoded(int width, int height)
    {
        byte[] shipped = (await ShippedPackage.FilesAsync())[ShippedPackage.Detector.Path];
        using var rewritten = new InferenceSession(OnnxRewriter.Apply(GraphRewrite.RfbAnySize, shipped));
        using var raw = rewritten.Run([NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>([1, 3, height, width]))]);
        int priors = new RfbDecoder(TestPack.Installed.Manifest.Detector).Rows(0, width, height);
        Assert.Equal([1, priors, 2], OfColumns(raw, 2).Dimensions.ToArray());
        Assert.Equal([1, priors, 4], OfColumns(raw, 4).Dimensions.ToArray());
    }

    private static Tensor<float> OfColumns(IEnumerable<NamedOnnxValue> outputs, int columns) =>
        outputs.Select(value => value.AsTensor<float>()).Single(tensor => tensor.Dimensions[^1] == columns);

    private static TensorBuffer Copy(IEnumerable<NamedOnnxValue> outputs, int columns)
    {
        float[] values = [.. OfColumns(outputs, columns)];
        var buffer = new TensorBuffer(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }

    private static DenseTensor<float> Noise()
    {
        var random = new Random(3);
        var tensor = new DenseTensor<float>([1, 3, Height, Width]);
        foreach (ref float value in tensor.Buffer.Span) value = (float)((random.NextDouble() * 2) - 1);
        return tensor;
    }
}
