using System.Globalization;
using FaceMatch.Vision.Models.Onnx;

namespace FaceMatch.Vision.Models.Int8;

/// <summary>Measures on sample faces what an 8-bit network needs to know.</summary>
internal static class QuantisationPlanner
{
    /// <summary>
    /// The first two convolutions see the picture itself, the last two make the vector: their errors weigh most and they cost
    /// little (bench/README.md, 8 bits).
    /// </summary>
    private const int InFloatAtEachEnd = 2;

    /// <summary>A value beyond what this share of the images reach is cut off: a wider range would be coarser for all.</summary>
    private const double KeptShare = 0.95;

    /// <summary>Digits written: more than 8 bits can use.</summary>
    private const int Digits = 4;

    /// <param name="model">The graph as shipped, in single precision.</param>
    /// <param name="inputs">The network's input for each sample face.</param>
    public static QuantisationPlan Plan(byte[] model, IReadOnlyList<float[]> inputs)
    {
        ModelProto graph = OnnxRewriter.Parse(model);
        var recorder = new ActivationRecorder(inputs);
        string[] convolutions = [.. graph.Graph.Node.Where(node => node.OpType == "Conv").Select(node => node.Output[0])];
        Dictionary<string, float[]> maxima = ChannelMaxima(graph, recorder);
        Int8Rewriter.Prepare(graph.Graph, maxima);
        return new QuantisationPlan(
            inputs.Count,
            [.. convolutions.Take(InFloatAtEachEnd), .. convolutions.TakeLast(InFloatAtEachEnd)],
            maxima,
            Ranges(graph, recorder));
    }

    private static Dictionary<string, float[]> ChannelMaxima(ModelProto graph, ActivationRecorder recorder)
    {
        ModelProto flipped = graph.Clone();
        SlopeFlip.Apply(flipped.Graph);
        IReadOnlyList<ChannelGroup> groups = ChannelGroups.Of(flipped.Graph);
        Dictionary<string, string> groupOf = groups
            .SelectMany(group => group.Tensors.Select(tensor => (tensor, group.Name)))
            .ToDictionary(pair => pair.tensor, pair => pair.Name, StringComparer.Ordinal);
        var maxima = new Dictionary<string, float[]>(StringComparer.Ordinal);
        recorder.Record(flipped, [.. groupOf.Keys], (tensor, channels, values) =>
        {
            string group = groupOf[tensor];
            if (!maxima.TryGetValue(group, out float[]? largest)) largest = maxima[group] = new float[channels];
            int each = values.Length / channels;
            for (int channel = 0; channel < channels; channel++)
                foreach (float value in values.Slice(channel * each, each))
                    largest[channel] = MathF.Max(largest[channel], MathF.Abs(value));
        });
        return maxima.ToDictionary(pair => pair.Key, pair => Array.ConvertAll(pair.Value, Rounded), StringComparer.Ordinal);
    }

    /// <summary>Of every tensor a convolution, PReLU or sum writes. What a PReLU reads has the range of what it writes too.</summary>
    private static Dictionary<string, float[]> Ranges(ModelProto prepared, ActivationRecorder recorder)
    {
        HashSet<string> outputs = [.. prepared.Graph.Output.Select(value => value.Name)];
        string[] tensors = [.. prepared.Graph.Node.Where(node => node.OpType is "Conv" or "PRelu" or "Add")
            .Select(node => node.Output[0]).Where(tensor => !outputs.Contains(tensor))];
        Dictionary<string, (List<float> Least, List<float> Largest)> extremes = tensors.ToDictionary(
            tensor => tensor, _ => (new List<float>(), new List<float>()), StringComparer.Ordinal);
        recorder.Record(prepared, tensors, (tensor, _, values) =>
        {
            extremes[tensor].Least.Add(MathF.Min(0, System.Numerics.Tensors.TensorPrimitives.Min(values)));
            extremes[tensor].Largest.Add(MathF.Max(0, System.Numerics.Tensors.TensorPrimitives.Max(values)));
        });
        Dictionary<string, float[]> ranges = extremes.ToDictionary(
            pair => pair.Key, pair => new[] { -Kept(pair.Value.Least, value => -value), Kept(pair.Value.Largest, value => value) }, StringComparer.Ordinal);
        foreach (NodeProto prelu in prepared.Graph.Node.Where(node => node.OpType == "PRelu"))
        {
            float[] read = ranges[prelu.Input[0]], written = ranges[prelu.Output[0]];
            read[0] = MathF.Min(read[0], written[0]);
            read[1] = MathF.Max(read[1], written[1]);
        }

        return ranges;
    }

    private static float Kept(List<float> extremes, Func<float, float> size)
    {
        float[] sorted = [.. extremes.Select(size).Order()];
        return Rounded(sorted[(int)(KeptShare * (sorted.Length - 1))]);
    }

    private static float Rounded(float value) =>
        float.Parse(value.ToString($"G{Digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
