using System.Numerics.Tensors;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Frames;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using FaceMatch.Vision.Models.Int8;
using FaceMatch.Vision.Models.Onnx;
using FaceMatch.Vision.Tests.Support;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FaceMatch.Vision.Tests.Models.Int8;

/// <summary>The shipped plan of pack <c>fast</c> on the shipped embedder.</summary>
public sealed class Int8EmbedderTests
{
    private const int Side = 112;

    private static readonly ModelPack Fast = ModelPackStore.Installed().Open("fast");

    [Fact]
    public async Task Preparing_the_graph_changes_no_vector()
    {
        byte[] shipped = await ShippedAsync();
        ModelProto prepared = OnnxRewriter.Parse(shipped);
        Int8Rewriter.Prepare(prepared.Graph, Fast.ReadQuantisation().ChannelMaxima);
        using var original = new InferenceSession(shipped);
        using var rewritten = new InferenceSession(prepared.ToByteArray());
        DenseTensor<float> input = Networks.Noise(1, 1, 3, Side, Side);
        float[] expected = Networks.Run(original, input), actual = Networks.Run(rewritten, input);
        float largest = expected.Max(MathF.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], largest * 1e-4f);
    }

    [Fact]
    public async Task No_slope_is_above_one_once_prepared()
    {
        ModelProto prepared = OnnxRewriter.Parse(await ShippedAsync());
        Assert.Contains(Slopes(prepared), slope => slope > 1);
        Int8Rewriter.Prepare(prepared.Graph, Fast.ReadQuantisation().ChannelMaxima);
        Assert.All(Slopes(prepared), slope => Assert.True(slope <= 1));
    }

    [Fact]
    public async Task The_shipped_plan_gives_the_embedder_that_the_manifest_names()
    {
        byte[] rewritten = OnnxRewriter.Apply(GraphRewrite.Int8, await ShippedAsync(), plan: Fast.ReadQuantisation());
        Assert.Equal(Embedder.Sha256After, ModelPackVerifier.Sha256(rewritten));
    }

    /// <summary>0.98 is the least of 188 wild photographs (bench/README.md, 8 bits); strangers are below 0.6.</summary>
    [Fact]
    public async Task A_face_in_8_bits_is_the_face_in_single_precision()
    {
        byte[] shipped = await ShippedAsync();
        using SessionOptions options = OnnxModel.CreateOptions();
        using var exact = new InferenceSession(shipped, options);
        using var integers = new InferenceSession(OnnxRewriter.Apply(GraphRewrite.Int8, shipped, plan: Fast.ReadQuantisation()), options);
        foreach (string file in People(20))
        {
            DenseTensor<float> input = Crop(file);
            Assert.True(TensorPrimitives.CosineSimilarity<float>(Networks.Run(exact, input), Networks.Run(integers, input)) > 0.98, "A face moved too far.");
        }
    }

    [Fact]
    public async Task A_plan_made_for_another_network_is_refused()
    {
        byte[] shipped = await ShippedAsync();
        QuantisationPlan plan = Fast.ReadQuantisation();
        QuantisationPlan noRanges = plan with { Ranges = new Dictionary<string, float[]>() };
        QuantisationPlan noChannels = plan with { ChannelMaxima = new Dictionary<string, float[]>() };
        Assert.All((QuantisationPlan[])[noRanges, noChannels], other => Assert.Contains(
            "another network",
            Assert.Throws<ModelPackException>(() => OnnxRewriter.Apply(GraphRewrite.Int8, shipped, plan: other)).Message,
            StringComparison.Ordinal));
    }

    [Fact]
    public void A_plan_is_read_as_it_was_written_and_refused_when_it_is_none()
    {
        string json = Fast.ReadQuantisation().Write();
        Assert.Equal(json, QuantisationPlan.Read(json, "plan").Write());
        Assert.Contains("models quantise", Assert.Throws<ModelPackException>(() => QuantisationPlan.Read("{}", "plan")).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> People(int count) => Directory.EnumerateDirectories(SharedData.Folder("lfw-dev"))
        .Order(StringComparer.Ordinal).Take(count).Select(folder => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).First());

    private static PackFile Embedder => Fast.Manifest.Files.Single(file => file.Name == Fast.Manifest.Embedder.File);

    private static async Task<byte[]> ShippedAsync() => (await ShippedPackage.FilesAsync())[Embedder.Path];

    private static IEnumerable<float> Slopes(ModelProto model) => model.Graph.Node.Where(node => node.OpType == "PRelu")
        .SelectMany(node => OnnxTensors.Floats(model.Graph.Initializer.Single(tensor => tensor.Name == node.Input[1])));

    private static DenseTensor<float> Crop(string file)
    {
        using Frame frame = new FrameDecoder().Decode(System.IO.File.ReadAllBytes(file), Pictures.Noon);
        Detection face = TestPack.Vision.Detect(frame)[0];
        using AlignedFace aligned = TestPack.Vision.Align(frame, TestPack.Vision.Locate(frame, face));
        Normalisation normalisation = Fast.Manifest.Embedder.Normalisation;
        var input = new DenseTensor<float>([1, 3, Side, Side]);
        new PixelPlanes(normalisation).WriteColour(aligned.Crops[0].Pixels.Span, input.Buffer.Span);
        return input;
    }

}
