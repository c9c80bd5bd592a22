using FaceMatch.Index.Kernels;

namespace FaceMatch.Index.Tests;

/// <summary>Made-up embeddings, always the same ones.</summary>
internal static class Vectors
{
    public static readonly DateTimeOffset Now = new(2030, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset Later = Now.AddYears(1);

    public static readonly SearchFilter Everything = new(Watchlists: null, Now);

    public static float[] Random(Random random, int dimensions)
    {
        var vector = new float[dimensions];
        for (var i = 0; i < dimensions; i++)
            vector[i] = (float)((random.NextDouble() + random.NextDouble() + random.NextDouble()) - 1.5);
        return Normalise(vector);
    }

    /// <summary>A neighbour: the same direction, moved by a random step of this length.</summary>
    public static float[] Near(Random random, float[] origin, double step)
    {
        var other = Random(random, origin.Length);
        var vector = new float[origin.Length];
        for (var i = 0; i < vector.Length; i++)
            vector[i] = (float)(origin[i] + step * other[i]);
        return Normalise(vector);
    }

    public static float[] Normalise(float[] vector)
    {
        var length = Math.Sqrt(vector.Sum(value => (double)value * value));
        for (var i = 0; i < vector.Length; i++)
            vector[i] = (float)(vector[i] / length);
        return vector;
    }

    public static Guid Subject(long number) => new((int)number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    public static Guid List(int number) => new(number, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9);

    public static IndexEntry Entry(long id, float[] vector, long subject, params int[] lists) =>
        new(id, Subject(subject), [.. lists.Select(List)], Later, vector);

    /// <summary>The float32 score by its written definition: 32 lanes, folded in halves, no fused rounding.</summary>
    public static float Score(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var lanes = new float[VectorKernel.FloatLanes];
        for (var i = 0; i < left.Length; i++)
        {
            var product = left[i] * right[i];
            lanes[i % lanes.Length] += product;
        }

        for (var width = lanes.Length / 2; width >= 1; width /= 2)
        {
            for (var i = 0; i < width; i++)
                lanes[i] += lanes[i + width];
        }

        return lanes[0];
    }

    public static TheoryData<KernelChoice> Kernels()
    {
        var kernels = new TheoryData<KernelChoice>();
        foreach (var choice in new[] { KernelChoice.Avx512, KernelChoice.Avx2, KernelChoice.Arm, KernelChoice.Portable })
        {
            if (VectorKernel.Supports(choice))
                kernels.Add(choice);
        }

        return kernels;
    }
}
