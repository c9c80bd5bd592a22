using FaceMatch.Vision.Models.Onnx;

namespace FaceMatch.Vision.Models.Int8;

/// <summary>Tensors whose channels must keep one scale together, because a PReLU or a sum joins them.</summary>
/// <param name="Tensors">In the order of the graph; the first names the group.</param>
/// <param name="Producers">Convolutions that write them.</param>
/// <param name="Consumers">Convolutions that read them.</param>
internal sealed record ChannelGroup(
    IReadOnlyList<string> Tensors, IReadOnlyList<NodeProto> Producers, IReadOnlyList<NodeProto> Consumers)
{
    public string Name => Tensors[0];
}

internal static class ChannelGroups
{
    /// <summary>The groups that convolutions alone write and read, so that a scale can move from the ones into the others.</summary>
    public static IReadOnlyList<ChannelGroup> Of(GraphProto graph)
    {
        var joined = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (NodeProto node in graph.Node.Where(Joins))
            foreach (string input in TensorsOf(node))
                joined[First(joined, node.Output[0])] = First(joined, input);
        string[] tensors = [.. graph.Node.Where(node => node.OpType == "Conv" || Joins(node)).Select(node => node.Output[0])];
        HashSet<string> outputs = [.. graph.Output.Select(value => value.Name)];
        List<ChannelGroup> groups = [];
        foreach (IGrouping<string, string> group in tensors.GroupBy(tensor => First(joined, tensor), StringComparer.Ordinal))
        {
            HashSet<string> members = [.. group];
            NodeProto[] consumers = [.. graph.Node.Where(node => node.Input.Any(members.Contains) && !Joins(node))];
            bool movable = !members.Overlaps(outputs) && consumers.Length > 0 && consumers.All(node => node.OpType == "Conv")
                && consumers.All(node => members.Contains(node.Input[0]));
            if (!movable) continue;
            groups.Add(new ChannelGroup(
                [.. group], [.. graph.Node.Where(node => node.OpType == "Conv" && members.Contains(node.Output[0]))], consumers));
        }

        return groups;
    }

    private static bool Joins(NodeProto node) => node.OpType is "PRelu" or "Add";

    /// <summary>A PReLU's second input is its slope.</summary>
    private static IEnumerable<string> TensorsOf(NodeProto node) => node.OpType == "PRelu" ? node.Input.Take(1) : node.Input;

    private static string First(Dictionary<string, string> joined, string tensor)
    {
        while (joined.TryGetValue(tensor, out string? earlier) && earlier != tensor) tensor = earlier;
        return tensor;
    }
}
