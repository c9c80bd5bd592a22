using System.Numerics.Tensors;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Embedding;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using FaceMatch.Vision.Tests.Support;

namespace FaceMatch.Vision.Tests;

/// <summary>The default network fused with itself on other points, so that nothing else need be restored.</summary>
public sealed class FusedEmbedderTests : IDisposable
{
    private const float Weight = 0.3f;

    private static readonly EmbedderSettings First = TestPack.Installed.Manifest.Embedder;
    private static readonly EmbedderSettings Second = First with
    {
        MirrorWeight = 0,
        Points = [0, 1, 2],
        Template = [[30, 30], [80, 35], [55, 90]],
        Centre = [.. Enumerable.Range(0, First.EmbeddingSize).Select(i => 0.1f * (i % 3))],
    };

    private readonly FaceEmbedder _first = Open(First), _second = Open(Second);

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public void The_inner_product_of_fused_vectors_is_the_weighted_mean_of_the_cosines()
    {
        using var fused = new FusedEmbedder(Open(First), Open(Second), Weight);
        (float[] one, float[] other) = (Embed(fused, 1), Embed(fused, 2));
        Assert.Equal(First.EmbeddingSize + Second.EmbeddingSize, fused.EmbeddingSize);
        Assert.Equal(1, TensorPrimitives.Norm<float>(one), 1e-5f);

        float first = TensorPrimitives.Dot<float>(Embed(_first, 1), Embed(_first, 2));
        float second = TensorPrimitives.Dot<float>(Embed(_second, 1), Embed(_second, 2));
        Assert.NotEqual(first, second, 1e-3f);
        Assert.Equal(((1 - Weight) * first) + (Weight * second), TensorPrimitives.Dot<float>(one, other), 1e-5f);
    }

    [Fact]
    public void The_centre_is_subtracted_before_the_length_is_made_one()
    {
        using FaceEmbedder plain = Open(Second with { Centre = null });
        Assert.Equal(1, TensorPrimitives.Norm<float>(Embed(_second, 1)), 1e-5f);
        Assert.True(TensorPrimitives.Dot<float>(Embed(plain, 1), Embed(_second, 1)) < 0.999f, "The centre changed nothing.");
    }

    [Fact]
    public void A_face_aligned_by_another_pack_is_refused()
    {
        using var fused = new FusedEmbedder(Open(First), Open(Second), Weight);
        using AlignedFace alone = _first.Align(Pictures.Smooth(300, 300), Points(1));
        Assert.Throws<ArgumentException>(() => fused.Embed(alone, new float[fused.EmbeddingSize]));
    }

    [Fact]
    public void The_accurate_pack_is_the_default_pack_with_a_second_embedder()
    {
        PackManifest accurate = ModelPackStore.Installed().Open("accurate").Manifest, plain = TestPack.Installed.Manifest;
        Assert.Equivalent(plain.Detector, accurate.Detector, strict: true);
        Assert.Equivalent(plain.Landmarks, accurate.Landmarks, strict: true);

        // Its figures were measured with the whole of the mirror image (bench/README.md, The accurate pack).
        Assert.Equivalent(plain.Embedder with { MirrorWeight = 1 }, accurate.Embedder, strict: true);
        Assert.Equivalent(plain.Files, accurate.Files.Take(plain.Files.Count), strict: true);
        Assert.Equal(640, accurate.EmbeddingSize);
    }

    [Fact]
    public void Every_manifest_in_the_repository_can_be_read() =>
        Assert.All(ModelPackStore.Installed().Names(), name => Assert.NotNull(ModelPackStore.Installed().Open(name)));

    private static FaceEmbedder Open(EmbedderSettings settings) =>
        new(new OnnxModel(TestPack.Installed.PathOf(settings.File)), settings);

    private static float[] Embed(IEmbedder embedder, int seed)
    {
        using Frame picture = Pictures.Smooth(300, 300, seed);
        using AlignedFace face = embedder.Align(picture, Points(seed));
        var embedding = new float[embedder.EmbeddingSize];
        embedder.Embed(face, embedding);
        return embedding;
    }

    private static Landmarks Points(int seed)
    {
        float shift = 13 * seed;
        return new Landmarks(
            new(90 + shift, 110), new(170, 105 + shift), new(130, 150), new(100, 190 + shift), new(160 + shift, 190))
        {
            All = (PixelPoint[])[new(80 + shift, 100), new(180, 110), new(130 + shift, 200)],
        };
    }
}
