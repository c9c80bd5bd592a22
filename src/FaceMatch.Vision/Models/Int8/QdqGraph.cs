using FaceMatch.Vision.Models.Onnx;

namespace FaceMatch.Vision.Models.Int8;

/// <summary>Puts quantising and dequantising nodes around the operators of a prepared graph.</summary>
/// <param name="ranges">See <see cref="QuantisationPlan.Ranges"/>.</param>
/// <param name="inFloat">Tensors whose nodes stay in single precision.</param>
internal sealed class QdqGraph(GraphProto graph, IReadOnlyDictionary<string, float[]> ranges, IReadOnlySet<string> inFloat)
{
    private readonly Dictionary<string, TensorProto> _constants = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, string> _quantised = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Scale, string Zero, float Step)> _scales = new(StringComparer.Ordinal);
    private readonly List<NodeProto> _nodes = [];
    private int _dequantised;

    public void Rewrite()
    {
        NodeProto[] nodes = [.. graph.Node];
        graph.Initializer.Clear();
        foreach (NodeProto node in nodes)
        {
            if (inFloat.Contains(node.Output[0])) KeepInFloat(node);
            else if (node.OpType == "Conv") Convolution(node);
            else if (node.OpType == "PRelu") Maximum(node);
            else KeepInFloat(node);
        }

        graph.Node.Clear();
        graph.Node.Add(_nodes);
        graph.ValueInfo.Clear();
    }

    private void KeepInFloat(NodeProto node)
    {
        for (int i = 0; i < node.Input.Count; i++)
        {
            string input = node.Input[i];
            if (_constants.TryGetValue(input, out TensorProto? constant)) Constant(constant);
            else if (!IsFloat(input)) node.Input[i] = Dequantised(input);
        }

        _nodes.Add(node);
    }

    private bool IsFloat(string tensor) => inFloat.Contains(tensor) || graph.Input.Any(input => input.Name == tensor);

    private void Convolution(NodeProto node)
    {
        TensorProto weights = _constants[node.Input[1]];
        string input = Dequantised(node.Input[0]);
        float[] bias = node.Input.Count > 2 ? OnnxTensors.Floats(_constants[node.Input[2]]) : new float[weights.Dims[0]];
        float step = ScaleOf(node.Input[0]).Step;
        (string name, float[] scales) = Weights(node.Output[0], [.. weights.Dims], OnnxTensors.Floats(weights));
        NodeProto convolution = Add("Conv", [input, name, Bias(node.Output[0], bias, scales, step)], node.Output[0]);
        convolution.Attribute.Add(node.Attribute);
    }

    /// <summary>PReLU(y) = max(y, s y): both have the scale of y, whose range holds both.</summary>
    private void Maximum(NodeProto node)
    {
        (string input, string output) = (node.Input[0], node.Output[0]);
        float[] slopes = OnnxTensors.Floats(_constants[node.Input[1]]);
        string scaled = $"{output}_scaled";
        string dequantised = Dequantised(input);
        (string weights, _) = Weights(scaled, [slopes.Length, 1, 1, 1], slopes);
        Add("Conv", [dequantised, weights], scaled).With("group", slopes.Length);
        (string scale, string zero, _) = _scales[output] = ScaleOf(input);
        Add("QuantizeLinear", [scaled, scale, zero], $"{scaled}_quantised");
        _quantised[output] = $"{output}_quantised";
        Add("Max", [_quantised[input], $"{scaled}_quantised"], _quantised[output]);
    }

    private string Dequantised(string tensor)
    {
        (string scale, string zero, _) = ScaleOf(tensor);
        if (!_quantised.TryGetValue(tensor, out string? quantised))
        {
            quantised = _quantised[tensor] = $"{tensor}_quantised";
            Add("QuantizeLinear", [tensor, scale, zero], quantised);
        }

        // One for each reader: ONNX Runtime makes integer kernels only of nodes that share no dequantising.
        string name = $"{tensor}_dequantised_{_dequantised++}";
        Add("DequantizeLinear", [quantised, scale, zero], name);
        return name;
    }

    private (string Scale, string Zero, float Step) ScaleOf(string tensor)
    {
        if (_scales.TryGetValue(tensor, out var known)) return known;
        if (!ranges.TryGetValue(tensor, out float[]? range) || range is not [<= 0, >= 0] || range[0] == range[1])
            throw new ModelPackException($"The quantisation plan has no range for '{tensor}': it was made for another network.");
        float step = (range[1] - range[0]) / byte.MaxValue;
        byte zero = (byte)Math.Clamp(MathF.Round(-range[0] / step), byte.MinValue, byte.MaxValue);
        Constant(OnnxTensors.Of($"{tensor}_scale", OnnxTensors.FloatType, [], [step]));
        Constant(OnnxTensors.Of($"{tensor}_zero", OnnxTensors.UInt8Type, [], [zero]));
        return _scales[tensor] = ($"{tensor}_scale", $"{tensor}_zero", step);
    }

    private (string Name, float[] Scales) Weights(string owner, long[] shape, float[] values)
    {
        int channels = (int)shape[0], each = values.Length / channels;
        var scales = new float[channels];
        var rounded = new sbyte[values.Length];
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<float> own = values.AsSpan(channel * each, each);
            float largest = float.Epsilon;
            foreach (float value in own) largest = MathF.Max(largest, MathF.Abs(value));
            scales[channel] = MathF.Max(largest, 1e-8f) / sbyte.MaxValue;
            for (int i = 0; i < each; i++) rounded[(channel * each) + i] = (sbyte)MathF.Round(own[i] / scales[channel]);
        }

        Constant(OnnxTensors.Of($"{owner}_weights_quantised", OnnxTensors.Int8Type, shape, rounded));
        Constant(OnnxTensors.Of($"{owner}_weights_scale", OnnxTensors.FloatType, [channels], scales));
        Constant(OnnxTensors.Of($"{owner}_weights_zero", OnnxTensors.Int8Type, [channels], new sbyte[channels]));
        return (DequantisedConstant($"{owner}_weights"), scales);
    }

    private string Bias(string owner, float[] values, float[] weightScales, float step)
    {
        float[] scales = [.. weightScales.Select(scale => scale * step)];
        int[] rounded = [.. values.Zip(scales, (value, scale) => (int)Math.Clamp(Math.Round((double)value / scale), int.MinValue, int.MaxValue))];
        Constant(OnnxTensors.Of($"{owner}_bias_quantised", OnnxTensors.Int32Type, [values.Length], rounded));
        Constant(OnnxTensors.Of($"{owner}_bias_scale", OnnxTensors.FloatType, [values.Length], scales));
        Constant(OnnxTensors.Of($"{owner}_bias_zero", OnnxTensors.Int32Type, [values.Length], new int[values.Length]));
        return DequantisedConstant($"{owner}_bias");
    }

    private string DequantisedConstant(string name)
    {
        Add("DequantizeLinear", [$"{name}_quantised", $"{name}_scale", $"{name}_zero"], name).With("axis", 0);
        return name;
    }

    private void Constant(TensorProto tensor)
    {
        if (graph.Initializer.All(known => known.Name != tensor.Name)) graph.Initializer.Add(tensor);
    }

    private NodeProto Add(string operation, string[] inputs, string output)
    {
        NodeProto node = OnnxNodes.Of(operation, inputs, output);
        _nodes.Add(node);
        return node;
    }
}
