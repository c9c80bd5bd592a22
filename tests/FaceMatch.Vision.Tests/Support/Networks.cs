using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FaceMatch.Vision.Tests.Support;

/// <summary>Runs networks as they are, without the code under test.</summary>
internal static class Networks
{
    /// <summary>Evenly spread from -1 to 1.</summary>
    public static DenseTensor<float> Noise(int seed, params int[] shape)
    {
        var random = new Random(seed);
        var input = new DenseTensor<float>(shape);
        for (int i = 0; i < input.Length; i++) input.SetValue(i, (random.NextSingle() * 2) - 1);
        return input;
    }

    /// <param name="output">Name of the output; the first where left out.</param>
    public static float[] Run(InferenceSession session, DenseTensor<float> input, string? output = null)
    {
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(session.InputNames[0], input)]);
        return [.. results.Single(value => value.Name == (output ?? session.OutputNames[0])).AsTensor<float>()];
    }
}
