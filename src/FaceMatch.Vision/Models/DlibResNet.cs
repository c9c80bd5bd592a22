using System.Numerics.Tensors;

namespace FaceMatch.Vision.Models;

/// <summary>
/// dlib's face recognition network (dlib_face_recognition_resnet_model_v1 by Davis King, CC0), from the weights that
/// face-api publishes for TensorFlow.js to an ONNX graph. The learned scale and bias behind each convolution are folded into
/// its filters, and what a shortcut lacks in channels comes from the filters of its pooling, so that ONNX Runtime
/// sees nothing but convolutions with a sum and a ReLU, which it fuses.
/// </summary>
internal static class DlibResNet
{
    public const int Side = 150;

    public const int EmbeddingSize = 128;

    /// <summary>The stages behind the first convolution: output channels, and blocks that keep the size.</summary>
    private static readonly (string Down, int Channels, int Blocks)[] Stages =
        [("", 32, 3), ("conv64_down", 64, 3), ("conv128_down", 128, 2), ("conv256_down", 256, 2), ("conv256_down_out", 256, 0)];

    private static readonly (string, long[]) NoPadding = ("pads", [0, 0, 0, 0]);
    private static readonly (string, long[]) Halving = ("strides", [2, 2]);

    /// <param name="manifest">The TensorFlow.js weights manifest.</param>
    /// <param name="binary">The weights.</param>
    /// <returns>An ONNX model: <c>input</c> [1, 3, 150, 150] to <c>embedding</c> [1, 128].</returns>
    /// <exception cref="ModelPackException">The weights are not those of this network.</exception>
    public static byte[] ToOnnx(ReadOnlyMemory<byte> manifest, ReadOnlySpan<byte> binary)
    {
        var weights = new Weights(TfjsWeights.Read(manifest, binary));
        var graph = new OnnxWriter("dlib_resnet");
        string value = graph.Input("input", 1, 3, Side, Side);
        int side = Halved(Side, 7);
        value = Relu(graph, Convolve(graph, weights, "conv32_down", value, 3, 32, 7, NoPadding, Halving));
        value = graph.Node("MaxPool", "pool", [value], ("kernel_shape", [3, 3]), Halving);
        side = Halved(side, 3);

        int channels = 32;
        foreach ((string down, int wider, int blocks) in Stages)
        {
            if (down.Length > 0)
            {
                value = DownBlock(graph, weights, down, value, channels, wider, side);
                side /= 2;
                channels = wider;
            }

            for (int block = 1; block <= blocks; block++)
                value = Block(graph, weights, $"conv{channels}_{block}", value, channels);
        }

        value = graph.Node("Flatten", "flat", [graph.Node("GlobalAveragePool", "mean", [value])]);
        string matrix = graph.Weights("fc.weight", [channels, EmbeddingSize], weights.Of("fc", channels, EmbeddingSize));
        graph.Output(graph.Node("MatMul", "embedding", [value, matrix]), 1, EmbeddingSize);
        return graph.ToArray();
    }

    private static string Block(OnnxWriter graph, Weights weights, string name, string input, int channels)
    {
        (string, long[]) same = ("pads", [1, 1, 1, 1]), each = ("strides", [1, 1]);
        string inner = Relu(graph, Convolve(graph, weights, $"{name}/conv1", input, channels, channels, 3, same, each));
        string result = Convolve(graph, weights, $"{name}/conv2", inner, channels, channels, 3, same, each);
        return Relu(graph, graph.Node("Add", $"{name}/sum", [result, input]));
    }

    /// <summary>
    /// Halves the sides. The residual loses the last row and column where they are odd or the pooling keeps one more; there
    /// it counts as zero.
    /// </summary>
    private static string DownBlock(
        OnnxWriter graph, Weights weights, string name, string input, int channels, int wider, int side)
    {
        string inner = Relu(graph, Convolve(graph, weights, $"{name}/conv1", input, channels, wider, 3, NoPadding, Halving));
        string result = Convolve(
            graph, weights, $"{name}/conv2", inner, wider, wider, 3, ("pads", [1, 1, 1, 1]), ("strides", [1, 1]));
        int missing = (side / 2) - Halved(side, 3);
        if (missing > 0)
            result = graph.Node(
                "Pad", $"{name}/padded",
                [result, graph.Integers($"{name}/padding", [0, 0, 0, 0, 0, 0, missing, missing])]);

        return Relu(graph, graph.Node("Add", $"{name}/sum", [result, Shortcut(graph, name, input, channels, wider)]));
    }

    /// <summary>
    /// The mean of 2x2 pixels, with channels of zeros behind: as a convolution, since a concatenation would keep ONNX Runtime
    /// from fusing the sum.
    /// </summary>
    private static string Shortcut(OnnxWriter graph, string name, string input, int channels, int wider)
    {
        const int Pixels = 4;
        var filters = new float[wider * channels * Pixels];
        for (int channel = 0; channel < channels; channel++)
            filters.AsSpan(((channel * channels) + channel) * Pixels, Pixels).Fill(1f / Pixels);
        string weight = graph.Weights($"{name}/shortcut.weight", [wider, channels, 2, 2], filters);
        return graph.Node("Conv", $"{name}/shortcut", [input, weight], ("kernel_shape", [2, 2]), NoPadding, Halving);
    }

    private static string Convolve(
        OnnxWriter graph, Weights weights, string name, string input, int channels, int wider, int kernel,
        (string, long[]) padding, (string, long[]) strides)
    {
        (float[] filters, float[] bias) = weights.Convolution(name, channels, wider, kernel);
        string weight = graph.Weights($"{name}.weight", [wider, channels, kernel, kernel], filters);
        string offset = graph.Weights($"{name}.bias", [wider], bias);
        return graph.Node("Conv", name, [input, weight, offset], ("kernel_shape", [kernel, kernel]), padding, strides);
    }

    private static string Relu(OnnxWriter graph, string input) => graph.Node("Relu", $"{input}/relu", [input]);

    private static int Halved(int side, int kernel) => ((side - kernel) / 2) + 1;

    private sealed class Weights(IReadOnlyDictionary<string, TfjsTensor> tensors)
    {
        public float[] Of(string name, params int[] shape) =>
            tensors.TryGetValue(name, out TfjsTensor? tensor) && tensor.Shape.SequenceEqual(shape)
                ? tensor.Values
                : throw new ModelPackException(
                    $"The weights have no tensor '{name}' of shape [{string.Join(", ", shape)}]: they are not dlib's network.");

        /// <summary>scale x (filters * input + bias) + offset, as filters and bias; from height-width-in-out to out-in-height-width.</summary>
        public (float[] Filters, float[] Bias) Convolution(string name, int channels, int wider, int kernel)
        {
            float[] filters = Of($"{name}/conv/filters", kernel, kernel, channels, wider);
            float[] scale = Of($"{name}/scale/weights", wider);
            var bias = new float[wider];
            TensorPrimitives.MultiplyAdd(Of($"{name}/conv/bias", wider), scale, Of($"{name}/scale/biases", wider), bias);

            int area = kernel * kernel;
            var folded = new float[filters.Length];
            for (int at = 0; at < area; at++)
                for (int from = 0; from < channels; from++)
                    for (int to = 0; to < wider; to++)
                        folded[(((to * channels) + from) * area) + at] = filters[(((at * channels) + from) * wider) + to] * scale[to];
            return (folded, bias);
        }
    }
}
