using CsCheck;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Core.Tests.Subjects;

/// <summary>What is made of a subject's embeddings together.</summary>
public sealed class TemplateTests
{
    private const int Size = 8;

    private static readonly Gen<float[]> Unit = Gen.Float[-1, 1].Array[Size].Select(Normalised);

    [Fact]
    public void The_fused_template_is_a_unit_vector_that_does_not_depend_on_the_order() => Unit.Array[2, 6].Sample(embeddings =>
    {
        if (FusedTemplate.Of(embeddings) is not { } fused) return;
        Assert.Equal(1, Dot(fused, fused), 1e-4f);
        float[] reversed = FusedTemplate.Of([.. embeddings.Reverse()])!;
        Assert.Equal(1, Dot(fused, reversed), 1e-3f);
    });

    [Fact]
    public void The_image_that_stands_for_the_fused_template_is_the_most_like_it() => Unit.Array[2, 6].Sample(embeddings =>
    {
        if (FusedTemplate.Of(embeddings) is not { } fused) return;
        float nearest = Dot(embeddings[FusedTemplate.NearestOf(embeddings, fused)], fused);
        Assert.All(embeddings, embedding => Assert.True(Dot(embedding, fused) <= nearest + 1e-6));
    });

    [Fact]
    public void One_image_or_images_that_cancel_out_fuse_to_nothing()
    {
        Assert.Null(FusedTemplate.Of([]));
        Assert.Null(FusedTemplate.Of([[1, 0]]));
        Assert.Null(FusedTemplate.Of([[1, 0], [-1, 0]]));
    }

    [Fact]
    public void An_image_that_no_other_is_like_is_an_outsider()
    {
        float[][] images = [[1, 0, 0], Normalised([0.9f, 0.4f, 0]), [0, 0, 1], Normalised([0.5f, 0.8f, 0])];
        Assert.Equal([2], ImageGroups.Outsiders(images, 0.3f));
    }

    [Fact]
    public void A_chain_of_likeness_holds_a_subject_together()
    {
        float[][] turning = [.. Enumerable.Range(0, 5).Select(step => new[] { MathF.Cos(step * 0.6f), MathF.Sin(step * 0.6f) })];
        Assert.True(Dot(turning[0], turning[4]) < 0.3);
        Assert.Empty(ImageGroups.Outsiders(turning, 0.5f));
    }

    [Fact]
    public void Of_two_unlike_images_the_later_is_the_outsider()
    {
        Assert.Equal([1], ImageGroups.Outsiders([[1, 0], [0, 1]], 0.3f));
        Assert.Empty(ImageGroups.Outsiders([[1, 0]], 0.3f));
        Assert.Empty(ImageGroups.Outsiders([], 0.3f));
    }

    [Fact]
    public void A_lower_bar_never_finds_more_outsiders() => Unit.Array[0, 6].Select(Gen.Float[-1, 1], Gen.Float[-1, 1]).Sample((images, a, b) =>
        ImageGroups.Outsiders(images, Math.Min(a, b)).Count <= ImageGroups.Outsiders(images, Math.Max(a, b)).Count);

    private static float[] Normalised(float[] vector)
    {
        float length = MathF.Sqrt(Dot(vector, vector));
        return length > 0 ? [.. vector.Select(value => value / length)] : [1, .. new float[vector.Length - 1]];
    }

    private static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
