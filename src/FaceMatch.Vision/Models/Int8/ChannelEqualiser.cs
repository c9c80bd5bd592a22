using FaceMatch.Vision.Models.Onnx;

namespace FaceMatch.Vision.Models.Int8;

/// <summary>
/// Brings the channels of a tensor to comparable ranges, so that one 8-bit scale serves them all, without changing what the
/// network computes (cross-layer equalisation, Nagel et al., ICCV 2019): PReLU and sums keep a positive factor, so a factor taken
/// out of the convolutions before is put into those behind.
/// </summary>
internal static class ChannelEqualiser
{
    /// <summary>A channel that is all but silent is not raised further: it would only raise noise.</summary>
    private const float LeastShare = 1e-3f;

    /// <param name="maxima">See <see cref="QuantisationPlan.ChannelMaxima"/>.</param>
    /// <exception cref="ModelPackException">The maxima are not this graph's.</exception>
    public static void Apply(GraphProto graph, IReadOnlyDictionary<string, float[]> maxima)
    {
        var constants = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (ChannelGroup group in ChannelGroups.Of(graph))
        {
            if (!maxima.TryGetValue(group.Name, out float[]? largest))
                throw new ModelPackException($"The quantisation plan has no channels for '{group.Name}': it was made for another network.");
            float[] factors = Factors(largest, onlyDepthwise: group.Consumers.All(node => IsDepthwise(constants[node.Input[1]])));
            foreach (NodeProto producer in group.Producers)
                foreach (string name in producer.Input.Skip(1)) ScaleOutputs(constants[name], factors);
            foreach (NodeProto consumer in group.Consumers) ScaleInputs(constants[consumer.Input[1]], factors);
        }
    }

    /// <summary>
    /// A depthwise convolution has a weight scale for each channel, so it can take all of the difference; others share a scale
    /// among their inputs, so half of it, as a ratio, stays in the tensor.
    /// </summary>
    private static float[] Factors(float[] largest, bool onlyDepthwise)
    {
        float top = largest.Max();
        return [.. largest.Select(value => Math.Max(value / top, LeastShare))
            .Select(share => onlyDepthwise ? share : MathF.Sqrt(share))];
    }

    private static void ScaleOutputs(TensorProto tensor, float[] factors)
    {
        float[] values = OnnxTensors.Floats(tensor);
        int each = values.Length / factors.Length;
        for (int i = 0; i < values.Length; i++) values[i] /= factors[i / each];
        OnnxTensors.SetFloats(tensor, values);
    }

    private static void ScaleInputs(TensorProto weights, float[] factors)
    {
        float[] values = OnnxTensors.Floats(weights);
        int each = values.Length / (int)(weights.Dims[0] * weights.Dims[1]);
        bool depthwise = IsDepthwise(weights);
        for (int i = 0; i < values.Length; i++)
            values[i] *= depthwise ? factors[i / each] : factors[i / each % factors.Length];
        OnnxTensors.SetFloats(weights, values);
    }

    private static bool IsDepthwise(TensorProto weights) => weights.Dims[1] == 1;
}
