using System.Globalization;
using FaceMatch.Vision.Models.Int8;
using FaceMatch.Vision.Models.Onnx;
using Google.Protobuf;

namespace FaceMatch.Vision.Models;

/// <summary>
/// Rewrites shipped graphs at restore time. Deterministic: the hash of the result is in the manifest. Fields that
/// <c>onnx.proto</c> does not name pass through untouched.
/// </summary>
internal static partial class OnnxRewriter
{
    /// <exception cref="ModelPackException">The graph is not the one that the rewrite was made for.</exception>
    /// <param name="companion">The second file of a rewrite that reads two.</param>
    /// <param name="plan">For <see cref="GraphRewrite.Int8"/>.</param>
    public static byte[] Apply(GraphRewrite rewrite, byte[] model, byte[]? companion = null, QuantisationPlan? plan = null) => rewrite switch
    {
        GraphRewrite.None => model,
        GraphRewrite.RfbAnySize => RfbAnySize(model),
        GraphRewrite.AnySize => AnySize(model),
        GraphRewrite.SplitPrelu => SplitPRelu(model),
        GraphRewrite.Int8 => Int8Rewriter.Apply(Parse(model), plan ?? throw new ArgumentNullException(nameof(plan))),
        GraphRewrite.DlibResnet => DlibResNet.ToOnnx(companion, model),
        _ => throw new ArgumentOutOfRangeException(nameof(rewrite), rewrite, "Unknown rewrite."),
    };

    private static byte[] SplitPRelu(byte[] model)
    {
        ModelProto proto = Parse(model);
        PReluSplit.Apply(proto.Graph);
        return proto.ToByteArray();
    }

    /// <summary>Version of the standard operators that a graph asks for.</summary>
    /// <exception cref="ModelPackException">Not an ONNX graph.</exception>
    public static long OpsetOf(byte[] model, string origin)
    {
        ModelProto proto;
        try
        {
            proto = Parse(model);
        }
        catch (ModelPackException fault)
        {
            throw new ModelPackException($"{origin} is no ONNX model, or only a part of one: get it again.", fault);
        }

        OperatorSetIdProto? standard = proto.OpsetImport.FirstOrDefault(opset => opset.Domain.Length == 0 || opset.Domain == "ai.onnx");
        return proto.Graph is { Node.Count: > 0 } && standard is not null
            ? standard.Version
            : throw new ModelPackException($"{origin} is no ONNX model, or only a part of one: get it again.");
    }

    internal static ModelProto Parse(byte[] model)
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
            if (!producers.TryGetValue(value, out NodeProto? node)) continue;
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
