using FaceMatch.Vision.Models.Onnx;
using Google.Protobuf;

namespace FaceMatch.Vision.Models;

/// <content>Detectors that were exported for one size of input are made to take any.</content>
internal static partial class OnnxRewriter
{
    private const string RfbScores = "scores";

    /// <summary>
    /// UltraFace RFB ships with its priors for one size baked in after the regression. Everything behind the probabilities
    /// and the raw regression goes, and batch, height and width become symbols.
    /// </summary>
    private static byte[] RfbAnySize(byte[] model)
    {
        ModelProto proto = Parse(model);
        GraphProto graph = proto.Graph;
        string regression = RawRegression(graph);
        KeepAncestorsOf(graph, [RfbScores, regression]);
        FreeInput(graph);

        ValueInfoProto scores = graph.Output.Single(value => value.Name == RfbScores);
        SetShape(scores, ["batch", "priors", "2"]);
        ValueInfoProto boxes = scores.Clone();
        boxes.Name = regression;
        SetShape(boxes, ["batch", "priors", "4"]);
        graph.Output.Clear();
        graph.Output.Add([scores, boxes]);
        return proto.ToByteArray();
    }

    /// <summary>A fully convolutional detector whose outputs are lists of rows: only what the graph declares is changed.</summary>
    private static byte[] AnySize(byte[] model)
    {
        ModelProto proto = Parse(model);
        FreeInput(proto.Graph);
        foreach (ValueInfoProto output in proto.Graph.Output)
        {
            Google.Protobuf.Collections.RepeatedField<DimensionProto> shape = output.Type.TensorType.Shape.Dim;
            if (shape.Count is not (2 or 3) || shape[^1].DimValue < 1)
                throw new ModelPackException($"The graph's output '{output.Name}' is not a list of rows: it cannot be made to take any size.");
            string columns = shape[^1].DimValue.ToString(System.Globalization.CultureInfo.InvariantCulture);
            SetShape(output, shape.Count == 3 ? ["batch", $"rows_{output.Name}", columns] : [$"rows_{output.Name}", columns]);
        }

        return proto.ToByteArray();
    }

    /// <summary>
    /// Each level ends in a reshape to rows, and one concatenation joins the levels' scores and another their regression:
    /// the one that the softmax does not read.
    /// </summary>
    private static string RawRegression(GraphProto graph)
    {
        HashSet<string> rows = [.. graph.Node.Where(node => node.OpType == "Reshape").SelectMany(node => node.Output)];
        NodeProto? softmax = graph.Node.SingleOrDefault(node => node.Output.Contains(RfbScores));
        NodeProto[] joined = [.. graph.Node.Where(node => node.OpType == "Concat" && node.Input.All(rows.Contains))];
        NodeProto[] regression = [.. joined.Where(node => softmax is not null && !softmax.Input.Contains(node.Output[0]))];
        return regression is [var only] && joined.Length == 2
            ? only.Output[0]
            : throw new ModelPackException("The detector's graph is not that of UltraFace RFB: it has no raw regression to cut after.");
    }

    private static void FreeInput(GraphProto graph)
    {
        // Weights declared as inputs could be overridden by a caller, which keeps ONNX Runtime from folding them.
        HashSet<string> weights = [.. graph.Initializer.Select(tensor => tensor.Name)];
        Retain(graph.Input, input => !weights.Contains(input.Name));
        if (graph.Input is not [var pixels] || pixels.Type.TensorType.Shape.Dim.Count != 4)
            throw new ModelPackException("The detector's graph does not take one picture.");
        SetShape(pixels, ["batch", "3", "height", "width"]);

        // Shapes inferred for the fixed size would contradict the free one.
        graph.ValueInfo.Clear();
    }
}
