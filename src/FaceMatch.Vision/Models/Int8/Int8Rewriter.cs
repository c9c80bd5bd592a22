using FaceMatch.Vision.Models.Onnx;
using Google.Protobuf;

namespace FaceMatch.Vision.Models.Int8;

/// <summary>
/// Makes an 8-bit network of a convolutional one with PReLUs and sums: unsigned activations of one scale a tensor, signed weights
/// of one scale a channel, 32-bit biases, in the quantise-dequantise form that ONNX Runtime turns into integer kernels.
/// </summary>
internal static class Int8Rewriter
{
    /// <summary>The opset from which weights may have a scale for each channel.</summary>
    private const int LeastOpset = 13;

    /// <exception cref="ModelPackException">The plan is not this graph's.</exception>
    public static byte[] Apply(ModelProto model, QuantisationPlan plan)
    {
        Prepare(model.Graph, plan.ChannelMaxima);
        HashSet<string> inFloat = [.. plan.InFloat];
        inFloat.UnionWith(PReluSplit.Apply(model.Graph, prelu => inFloat.Contains(prelu.Input[0])));

        // Rounding a sum anew in each residual block would add up; the tensors are small.
        inFloat.UnionWith(model.Graph.Node.Where(node => node.OpType == "Add").Select(node => node.Output[0]));
        new QdqGraph(model.Graph, plan.Ranges, inFloat).Rewrite();
        foreach (OperatorSetIdProto opset in model.OpsetImport.Where(opset => opset.Domain.Length == 0))
            opset.Version = Math.Max(opset.Version, LeastOpset);
        return model.ToByteArray();
    }

    /// <summary>What is done to a graph before its ranges are measured.</summary>
    public static void Prepare(GraphProto graph, IReadOnlyDictionary<string, float[]> channelMaxima)
    {
        SlopeFlip.Apply(graph);
        ChannelEqualiser.Apply(graph, channelMaxima);
    }
}
