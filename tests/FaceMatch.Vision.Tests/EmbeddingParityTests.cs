using System.Numerics.Tensors;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Embedding;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using FaceMatch.Vision.Tests.Support;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FaceMatch.Vision.Tests;

/// <summary>The embedder against a naive computation of its own: per-pixel normalisation, one plane after the other.</summary>
public sealed class EmbeddingParityTests
{
    private const int Side = 112;

    [Theory]
    [InlineData(0)]
    [InlineData(0.25f)]
    [InlineData(1)]
    public void An_embedding_is_the_naive_one_of_blue_green_red_and_its_mirror_by_its_weight(float mirrorWeight)
    {
        EmbedderSettings settings = TestPack.Installed.Manifest.Embedder with { MirrorWeight = mirrorWeight };
        using var embedder = new FaceEmbedder(new OnnxModel(TestPack.Installed.PathOf(settings.File)), settings);
        using Frame face = Pictures.Smooth(Side, Side);
        var embedding = new float[512];
        embedder.Embed(face, embedding);

        float[] expected = Sum(Naive(face, mirrored: false, [0, 1, 2]), Naive(face, mirrored: true, [0, 1, 2]), mirrorWeight);
        float[] redFirst = Sum(Naive(face, mirrored: false, [2, 1, 0]), Naive(face, mirrored: true, [2, 1, 0]), mirrorWeight);
        Assert.Equal(1, TensorPrimitives.Norm<float>(embedding), 1e-5f);
        Assert.Equal(1, TensorPrimitives.Dot<float>(expected, embedding), 1e-5f);
        Assert.True(TensorPrimitives.Dot<float>(redFirst, embedding) < 0.999f, "The network was fed red first.");
    }

    [Fact]
    public void A_mirrored_face_has_the_same_embedding_where_the_mirror_image_weighs_as_much()
    {
        EmbedderSettings settings = TestPack.Installed.Manifest.Embedder with { MirrorWeight = 1 };
        using var embedder = new FaceEmbedder(new OnnxModel(TestPack.Installed.PathOf(settings.File)), settings);
        using Frame face = Pictures.Smooth(Side, Side), mirrored = Mirror(face);
        float[] one = new float[512], other = new float[512];
        embedder.Embed(face, one);
        embedder.Embed(mirrored, other);
        Assert.Equal(1, TensorPrimitives.Dot<float>(one, other), 1e-5f);
    }

    [Fact]
    public async Task Many_threads_get_what_one_gets()
    {
        using Frame picture = Pictures.Smooth(640, 480);
        using var face = new AlignedFace(Pictures.Smooth(Side, Side));
        var alone = new float[512];
        TestPack.Vision.Embed(face, alone);
        IReadOnlyList<Detection> found = TestPack.Vision.Detect(picture);
        await Parallel.ForAsync(0, 16, TestContext.Current.CancellationToken, (_, _) =>
        {
            var together = new float[512];
            TestPack.Vision.Embed(face, together);
            Assert.Equal(alone, together);
            Assert.Equal(found, TestPack.Vision.Detect(picture));
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void A_crop_of_another_size_is_refused()
    {
        using var face = new AlignedFace(Pictures.Smooth(100, 100));
        Assert.Throws<ArgumentException>(() => TestPack.Vision.Embed(face, new float[512]));
    }

    private static float[] Naive(Frame crop, bool mirrored, int[] order)
    {
        var input = new DenseTensor<float>([1, 3, Side, Side]);
        for (int plane = 0; plane < 3; plane++)
            for (int y = 0; y < Side; y++)
                for (int x = 0; x < Side; x++)
                {
                    byte value = crop.Pixels.Span[(y * crop.Stride) + ((mirrored ? Side - 1 - x : x) * 3) + order[plane]];
                    input[0, plane, y, x] = (value - 127) / 128f;
                }

        using var session = new InferenceSession(TestPack.Installed.PathOf(TestPack.Installed.Manifest.Embedder.File));
        using var output = session.Run([NamedOnnxValue.CreateFromTensor("input", input)]);
        float[] vector = [.. output.Single().AsTensor<float>()];
        double length = Math.Sqrt(vector.Sum(value => (double)value * value));
        return [.. vector.Select(value => (float)(value / length))];
    }

    private static float[] Sum(float[] upright, float[] mirrored, float weight)
    {
        float[] sum = [.. upright.Zip(mirrored, (a, b) => a + (weight * b))];
        double length = Math.Sqrt(sum.Sum(value => (double)value * value));
        return [.. sum.Select(value => (float)(value / length))];
    }

    private static Frame Mirror(Frame frame)
    {
        var mirrored = new Frame(frame.Size, frame.CapturedAt);
        for (int y = 0; y < frame.Size.Height; y++)
            for (int x = 0; x < frame.Size.Width; x++)
                frame.Pixels.Span.Slice((y * frame.Stride) + (x * 3), 3)
                    .CopyTo(mirrored.Pixels.Span[((y * frame.Stride) + ((frame.Size.Width - 1 - x) * 3))..]);
        return mirrored;
    }
}
