using System.Buffers.Binary;
using System.Text.Json;

namespace FaceMatch.Vision.Models;

/// <summary>A tensor of a TensorFlow.js model: its values in row-major order.</summary>
internal sealed record TfjsTensor(IReadOnlyList<int> Shape, float[] Values);

/// <summary>
/// Reads the weights of a TensorFlow.js model: one binary file, and a manifest that says which tensor follows which. A
/// tensor may be quantised to bytes, each worth byte x scale + min
/// (tensorflow/tfjs, tfjs-core/src/io/types.ts, WeightsManifestEntry).
/// </summary>
internal static class TfjsWeights
{
    /// <param name="manifest">JSON, one group of weights in one file.</param>
    /// <param name="binary">The group's file.</param>
    /// <exception cref="ModelPackException">The two do not fit together.</exception>
    public static IReadOnlyDictionary<string, TfjsTensor> Read(ReadOnlyMemory<byte> manifest, ReadOnlySpan<byte> binary)
    {
        Dictionary<string, TfjsTensor> tensors = new(StringComparer.Ordinal);
        int at = 0;
        foreach (Entry entry in Entries(manifest))
        {
            int bytes = entry.Count * (entry.Quantization is null ? sizeof(float) : 1);
            if (bytes < 0 || bytes > binary.Length - at)
                throw new ModelPackException($"The weights end before tensor '{entry.Name}': the file does not fit its manifest.");
            tensors[entry.Name] = new TfjsTensor(entry.Shape, Values(entry, binary.Slice(at, bytes)));
            at += bytes;
        }

        return at == binary.Length
            ? tensors
            : throw new ModelPackException("The weights go on after the last tensor: the file does not fit its manifest.");
    }

    private static IReadOnlyList<Entry> Entries(ReadOnlyMemory<byte> manifest)
    {
        try
        {
            return JsonSerializer.Deserialize<Group[]>(manifest.Span, JsonSerializerOptions.Web) is [var group]
                ? group.Weights
                : throw new ModelPackException("A weights manifest with one group is expected.");
        }
        catch (JsonException fault)
        {
            throw new ModelPackException($"The weights manifest cannot be read: {fault.Message}", fault);
        }
    }

    private static float[] Values(Entry entry, ReadOnlySpan<byte> bytes)
    {
        var values = new float[entry.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = entry.Quantization is { } quantization
                ? (float)((bytes[i] * quantization.Scale) + quantization.Min)
                : BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        return values;
    }

    private sealed record Group(IReadOnlyList<Entry> Weights);

    private sealed record Entry(string Name, int[] Shape, Quantization? Quantization)
    {
        public int Count => Shape.Aggregate(1, (product, side) => checked(product * side));
    }

    private sealed record Quantization(double Scale, double Min);
}
