using FaceMatch.Vision.Models.Onnx;

namespace FaceMatch.Vision.Models.Int8;

/// <summary>
/// Leaves no PReLU slope above 1, so that PReLU(y) = max(y, s y), which 8-bit numbers of one scale can do. A channel of slope
/// s > 1 is turned over: PReLU of slope s at y is -s times PReLU of slope 1/s at -y, and both factors go into the convolutions
/// around it.
/// </summary>
internal static class SlopeFlip
{
    /// <exception cref="ModelPackException">A steep PReLU is not between two convolutions, the second depthwise.</exception>
    public static void Apply(GraphProto graph)
    {
        var constants = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (NodeProto prelu in graph.Node.Where(node => node.OpType == "PRelu"))
        {
            float[] slopes = OnnxTensors.Floats(constants[prelu.Input[1]]);
            if (slopes.All(slope => slope <= 1)) continue;
            NodeProto? before = graph.Node.SingleOrDefault(node => node.OpType == "Conv" && node.Output.Contains(prelu.Input[0]));
            NodeProto[] behind = [.. graph.Node.Where(node => node.Input.Contains(prelu.Output[0]))];
            if (before is null || behind is not [{ OpType: "Conv" }] || constants[behind[0].Input[1]].Dims[1] != 1)
                throw new ModelPackException($"The PReLU '{prelu.Output[0]}' has slopes above 1 and no convolutions around it that could take them in.");
            foreach (string name in before.Input.Skip(1)) Scale(constants[name], slopes, slope => slope > 1 ? -1 : 1);
            Scale(constants[behind[0].Input[1]], slopes, slope => slope > 1 ? -slope : 1);
            OnnxTensors.SetFloats(constants[prelu.Input[1]], [.. slopes.Select(slope => slope > 1 ? 1 / slope : slope)]);
        }
    }

    private static void Scale(TensorProto tensor, float[] slopes, Func<float, float> factor)
    {
        float[] values = OnnxTensors.Floats(tensor);
        int each = values.Length / slopes.Length;
        for (int i = 0; i < values.Length; i++) values[i] *= factor(slopes[i / each]);
        OnnxTensors.SetFloats(tensor, values);
    }
}
