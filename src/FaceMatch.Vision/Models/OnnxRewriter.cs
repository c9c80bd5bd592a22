using System.Globalization;
using FaceMatch.Vision.Models.Onnx;
using Google.Protobuf;

namespace FaceMatch.Vision.Models;

/// <summary>
/// Rewrites shipped graphs at restore time. Deterministic: the hash of the result is in the manifest. Fields that
/// <c>onnx.proto</c> does not name pass through untouched.
/// </summary>
internal static class OnnxRewriter
{
    /// <summary>Outputs of the rewritten detector: class probabilities and the raw box regression.</summary>
    public const string RfbScores = "scores";

    /// <summary>See <see cref="RfbScores"/>.</summary>
    public const string RfbRegression = "462";

    /// <exception cref="ModelPackException">The graph is not the one that the rewrite was made for.</exception>
    public static byte[] Apply(GraphRewrite rewrite, byte[] model) => rewrite switch
    {
        GraphRewrite.None => model,
        GraphRewrite.RfbAnySize => RfbAnySize(model),
        _ => throw new ArgumentOutOfRangeException(nameof(rewrite), rewrite, "Unknown rewrite."),
    };

    /// <summary>
    /// UltraFace RFB ships with its priors for 320x240 baked in after the regression. Everything behind
    /// <see cref="RfbScores"/> and <see cref="RfbRegression"/> goes, and batch, height and width become symbols.
    /// </summary>
    private static byte[] RfbAnySize(byte[] model)
    {
        ModelProto proto = Parse(model);
        GraphProto graph = proto.Graph;
        KeepAncestorsOf(graph, [RfbScores, RfbRegression]);

        ValueInfoProto input = graph.Input.Single(value => value.Name == "input");
        SetShape(input, ["batch", "3", "height", "width"]);

        ValueInfoProto scores = graph.Output.Single(value => value.Name == RfbScores);
        SetShape(scores, ["batch", "priors", "2"]);
        ValueInfoProto regression = scores.Clone();
        regression.Name = RfbRegression;
        SetShape(regression, ["batch", "priors", "4"]);
        graph.Output.Clear();
        graph.Output.Add([scores, regression]);

        // Shapes inferred for the fixed size would contradict the free one.
        graph.ValueInfo.Clear();
        return proto.ToByteArray();
    }

    private static ModelProto Parse(byte[] model)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(model);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new ModelPackException("The model file is not an ONNX graph.", fault);
        }
    }

    private static void KeepAncestorsOf(GraphProto graph, IEnumerable<string> outputs)
    {
        Dictionary<string, NodeProto> producers = graph.Node
            .SelectMany(node => node.Output.Select(output => (output, node)))
            .ToDictionary(pair => pair.output, pair => pair.node, StringComparer.Ordinal);
        HashSet<NodeProto> kept = new(ReferenceEqualityComparer.Instance);
        HashSet<string> used = new(StringComparer.Ordinal);
        var pending = new Stack<string>(outputs);
        while (pending.TryPop(out string? value))
        {
            if (!used.Add(value)) continue;
            if (!producers.TryGetValue(value, out NodeProto? node))
            {
                if (value is RfbScores or RfbRegression)
                    throw new ModelPackException($"The detector's graph has no value '{value}' to cut after.");
                continue;
            }

            kept.Add(node);
            foreach (string needed in node.Input) pending.Push(needed);
        }

        Retain(graph.Node, kept.Contains);
        Retain(graph.Initializer, tensor => used.Contains(tensor.Name));
        Retain(graph.Input, input => used.Contains(input.Name));
    }

    private static void Retain<T>(Google.Protobuf.Collections.RepeatedField<T> field, Predicate<T> wanted)
    {
        T[] kept = [.. field.Where(item => wanted(item))];
        field.Clear();
        field.Add(kept);
    }

    private static void SetShape(ValueInfoProto value, IReadOnlyList<string> dimensions)
    {
        TensorShapeProto shape = value.Type.TensorType.Shape;
        shape.Dim.Clear();
        foreach (string dimension in dimensions)
            shape.Dim.Add(long.TryParse(dimension, CultureInfo.InvariantCulture, out long size)
                ? new DimensionProto { DimValue = size }
                : new DimensionProto { DimParam = dimension });
    }
}
