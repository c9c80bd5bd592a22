using System.Text.Json;

namespace FaceMatch.Vision.Tests.Models;

/// <summary>
/// dlib's network computed as face-api does, layer by layer and without folding anything: convolution, bias, scale, offset,
/// zero channels behind a shortcut, a zero row and column behind a short residual. Values are height x width x channels.
/// </summary>
internal sealed class DlibReference
{
    private readonly Dictionary<string, float[]> _weights = new(StringComparer.Ordinal);
    private readonly List<object> _entries = [];
    private readonly List<byte> _binary = [];
    private readonly Random _random;

    /// <summary>Weights of the network's shapes, drawn so that activations neither vanish nor explode; every other tensor quantised.</summary>
    public DlibReference(int seed)
    {
        _random = new Random(seed);
        Layer("conv32_down", 3, 32, 7);
        foreach ((string name, int channels, int wider) in Blocks())
        {
            Layer($"{name}/conv1", channels, wider, 3);
            Layer($"{name}/conv2", wider, wider, 3);
        }

        Draw("fc", [256, 128], -0.1, 0.1);
    }

    public byte[] Manifest => JsonSerializer.SerializeToUtf8Bytes(
        new[] { new { paths = new[] { "weights.bin" }, weights = _entries } }, JsonSerializerOptions.Web);

    public byte[] Binary => [.. _binary];

    public float[] Embed(float[] pixels, int side)
    {
        Map map = Relu(Convolve(new Map(pixels, side, 3), "conv32_down", 32, 7, stride: 2, pad: 0));
        map = MaxPool(map);
        foreach ((string name, _, int wider) in Blocks())
        {
            bool down = name.Contains("down", StringComparison.Ordinal);
            Map inner = Relu(Convolve(map, $"{name}/conv1", wider, 3, down ? 2 : 1, down ? 0 : 1));
            Map result = Convolve(inner, $"{name}/conv2", wider, 3, 1, 1);
            Map shortcut = down ? MeanPool(map) : map;
            map = Relu(Sum(shortcut, result));
        }

        var embedding = new float[128];
        for (int from = 0; from < map.Channels; from++)
        {
            double mean = 0;
            for (int at = 0; at < map.Side * map.Side; at++) mean += map.Values[(at * map.Channels) + from];
            mean /= map.Side * map.Side;
            for (int to = 0; to < embedding.Length; to++) embedding[to] += (float)(mean * _weights["fc"][(from * 128) + to]);
        }

        return embedding;
    }

    private static IEnumerable<(string Name, int Channels, int Wider)> Blocks()
    {
        int channels = 32;
        foreach ((int wider, int blocks) in ((int, int)[])[(32, 3), (64, 3), (128, 2), (256, 2)])
        {
            if (wider > channels) yield return ($"conv{wider}_down", channels, wider);
            for (int block = 1; block <= blocks; block++) yield return ($"conv{wider}_{block}", wider, wider);
            channels = wider;
        }

        yield return ("conv256_down_out", 256, 256);
    }

    private void Layer(string name, int channels, int wider, int kernel)
    {
        double reach = Math.Sqrt(6.0 / (channels * kernel * kernel));
        Draw($"{name}/conv/filters", [kernel, kernel, channels, wider], -reach, reach);
        Draw($"{name}/conv/bias", [wider], -0.1, 0.1);
        Draw($"{name}/scale/weights", [wider], 0.3, 0.8);
        Draw($"{name}/scale/biases", [wider], -0.2, 0.2);
    }

    private void Draw(string name, int[] shape, double least, double most)
    {
        int count = shape.Aggregate(1, (product, side) => product * side);
        var values = new float[count];
        double scale = (most - least) / 255;
        bool quantised = _entries.Count % 2 == 0;
        for (int i = 0; i < count; i++)
        {
            byte code = (byte)_random.Next(256);
            values[i] = (float)((code * scale) + least);
            if (quantised) _binary.Add(code);
            else _binary.AddRange(BitConverter.GetBytes(values[i]));
        }

        _weights[name] = values;
        _entries.Add(quantised
            ? new { name, shape, dtype = "float32", quantization = new { dtype = "uint8", scale, min = least } }
            : new { name, shape, dtype = "float32" });
    }

    private Map Convolve(Map input, string name, int wider, int kernel, int stride, int pad)
    {
        float[] filters = _weights[$"{name}/conv/filters"], bias = _weights[$"{name}/conv/bias"];
        float[] scale = _weights[$"{name}/scale/weights"], offset = _weights[$"{name}/scale/biases"];
        int side = ((input.Side + (2 * pad) - kernel) / stride) + 1;
        var output = new Map(new float[side * side * wider], side, wider);
        Parallel.For(0, side, y =>
        {
            var sums = new double[wider];
            for (int x = 0; x < side; x++)
            {
                Array.Clear(sums);
                for (int dy = 0; dy < kernel; dy++)
                    for (int dx = 0; dx < kernel; dx++)
                    {
                        int row = (y * stride) + dy - pad, column = (x * stride) + dx - pad;
                        if (row < 0 || column < 0 || row >= input.Side || column >= input.Side) continue;
                        for (int from = 0; from < input.Channels; from++)
                        {
                            float value = input.Values[(((row * input.Side) + column) * input.Channels) + from];
                            int at = ((((dy * kernel) + dx) * input.Channels) + from) * wider;
                            for (int to = 0; to < wider; to++) sums[to] += value * filters[at + to];
                        }
                    }

                for (int to = 0; to < wider; to++)
                    output.Values[(((y * side) + x) * wider) + to] = (float)(((sums[to] + bias[to]) * scale[to]) + offset[to]);
            }
        });
        return output;
    }

    private static Map MaxPool(Map input) => Pool(input, 3, values => values.Max());

    private static Map MeanPool(Map input) => Pool(input, 2, values => values.Average());

    private static Map Pool(Map input, int kernel, Func<IEnumerable<float>, float> reduce)
    {
        int side = ((input.Side - kernel) / 2) + 1;
        var output = new Map(new float[side * side * input.Channels], side, input.Channels);
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                for (int channel = 0; channel < input.Channels; channel++)
                    output.Values[(((y * side) + x) * input.Channels) + channel] = reduce(
                        Enumerable.Range(0, kernel * kernel)
                            .Select(i => input.At((y * 2) + (i / kernel), (x * 2) + (i % kernel), channel)));
        return output;
    }

    /// <summary>Outside of a map, and beyond its channels, there is zero.</summary>
    private static Map Sum(Map one, Map other)
    {
        int side = Math.Max(one.Side, other.Side), channels = Math.Max(one.Channels, other.Channels);
        var output = new Map(new float[side * side * channels], side, channels);
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                for (int channel = 0; channel < channels; channel++)
                    output.Values[(((y * side) + x) * channels) + channel] = one.At(y, x, channel) + other.At(y, x, channel);
        return output;
    }

    private static Map Relu(Map map)
    {
        for (int i = 0; i < map.Values.Length; i++) map.Values[i] = Math.Max(0, map.Values[i]);
        return map;
    }

    private sealed record Map(float[] Values, int Side, int Channels)
    {
        public float At(int y, int x, int channel) =>
            y < Side && x < Side && channel < Channels ? Values[(((y * Side) + x) * Channels) + channel] : 0;
    }
}
