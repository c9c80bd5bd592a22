using FaceMatch.Vision.Models.Onnx;

namespace FaceMatch.Vision.Models;

/// <summary>
/// Replaces every PReLU of a network by nodes that ONNX Runtime keeps in its blocked layout: it has no blocked PReLU, so each
/// of the 33 in a MobileFaceNet costs two reorderings of its tensor, which is most of the network's time. What is computed stays
/// the same. With slope s, PReLU(y) = s y + (1 - s) relu(y). Where s &lt; 1 the factor goes into the convolution before it,
/// u = (1 - s) y, which leaves relu(u) + s / (1 - s) u: one rectifier, and one depthwise 1x1 convolution that takes the sum in.
/// </summary>
internal static class PReluSplit
{
    /// <summary>From here on s / (1 - s) would cost digits; such a layer keeps its convolution and gets two depthwise ones.</summary>
    private const float SteepestFolded = 0.95f;

    /// <returns>Names of what the new nodes write.</returns>
    /// <exception cref="ModelPackException">A PReLU has no constant slope for each channel.</exception>
    /// <param name="chosen">Which PReLUs are replaced; left out, all.</param>
    public static IReadOnlyList<string> Apply(GraphProto graph, Predicate<NodeProto>? chosen = null)
    {
        var constants = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var producers = new Dictionary<string, NodeProto>(StringComparer.Ordinal);
        Dictionary<string, int> uses = graph.Node.SelectMany(node => node.Input).Concat(graph.Output.Select(value => value.Name))
            .GroupBy(name => name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        NodeProto[] nodes = [.. graph.Node];
        List<string> written = [];
        graph.Node.Clear();
        foreach (NodeProto node in nodes)
        {
            foreach (string output in node.Output) producers[output] = node;
            if (node.OpType != "PRelu" || chosen?.Invoke(node) == false)
            {
                graph.Node.Add(node);
                continue;
            }

            float[] slopes = SlopesOf(node, constants);
            bool folds = slopes.All(slope => slope < SteepestFolded)
                && uses[node.Input[0]] == 1
                && producers.TryGetValue(node.Input[0], out NodeProto? convolution)
                && TryScale(convolution, [.. slopes.Select(slope => 1 - slope)], constants, uses);
            NodeProto[] split = folds ? Folded(graph, node, slopes) : Whole(graph, node, slopes);
            graph.Node.Add(split);
            written.AddRange(split.Select(part => part.Output[0]));
        }

        // The slopes themselves are used by nothing any more.
        HashSet<string> used = [.. graph.Node.SelectMany(node => node.Input)];
        TensorProto[] kept = [.. graph.Initializer.Where(tensor => used.Contains(tensor.Name))];
        graph.Initializer.Clear();
        graph.Initializer.Add(kept);
        return written;
    }

    private static NodeProto[] Folded(GraphProto graph, NodeProto prelu, float[] slopes)
    {
        (string input, string output) = (prelu.Input[0], prelu.Output[0]);
        return
        [
            Rectifier(input, output),
            Depthwise(graph, input, $"{output}_linear", [.. slopes.Select(slope => slope / (1 - slope))]),
            Sum($"{output}_rectified", $"{output}_linear", output),
        ];
    }

    private static NodeProto[] Whole(GraphProto graph, NodeProto prelu, float[] slopes)
    {
        (string input, string output) = (prelu.Input[0], prelu.Output[0]);
        return
        [
            Rectifier(input, output),
            Depthwise(graph, input, $"{output}_linear", slopes),
            Depthwise(graph, $"{output}_rectified", $"{output}_scaled", [.. slopes.Select(slope => 1 - slope)]),
            Sum($"{output}_linear", $"{output}_scaled", output),
        ];
    }

    private static bool TryScale(
        NodeProto convolution, float[] factors, Dictionary<string, TensorProto> constants, Dictionary<string, int> uses)
    {
        // Weights that another node reads too must stay as they are.
        if (convolution.OpType != "Conv" || convolution.Input.Skip(1).Any(name => uses[name] != 1)) return false;
        foreach (string name in convolution.Input.Skip(1))
        {
            if (!constants.TryGetValue(name, out TensorProto? tensor) || tensor.Dims[0] != factors.Length) return false;
        }

        foreach (string name in convolution.Input.Skip(1))
        {
            float[] values = OnnxTensors.Floats(constants[name]);
            int each = values.Length / factors.Length;
            for (int i = 0; i < values.Length; i++) values[i] *= factors[i / each];
            OnnxTensors.SetFloats(constants[name], values);
        }

        return true;
    }

    private static float[] SlopesOf(NodeProto prelu, Dictionary<string, TensorProto> constants) =>
        constants.TryGetValue(prelu.Input[1], out TensorProto? slopes) && slopes.Dims.Skip(1).All(side => side == 1)
            ? OnnxTensors.Floats(slopes)
            : throw new ModelPackException(
                $"The slope '{prelu.Input[1]}' is not one constant for each channel: this network cannot be rewritten, use rewrite 'none'.");

    private static NodeProto Rectifier(string input, string output) => OnnxNodes.Of("Relu", [input], $"{output}_rectified");

    private static NodeProto Sum(string first, string second, string output) => OnnxNodes.Of("Add", [first, second], output);

    private static NodeProto Depthwise(GraphProto graph, string input, string output, float[] factors)
    {
        graph.Initializer.Add(OnnxTensors.OfFloats($"{output}_factors", [factors.Length, 1, 1, 1], factors));
        return OnnxNodes.Of("Conv", [input, $"{output}_factors"], output).With("group", factors.Length);
    }
}
