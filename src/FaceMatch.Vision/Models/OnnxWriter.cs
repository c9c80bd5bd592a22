using System.Runtime.InteropServices;
using FaceMatch.Vision.Models.Onnx;
using Google.Protobuf;

namespace FaceMatch.Vision.Models;

/// <summary>Writes a graph of single-precision tensors, node by node. Deterministic: equal calls give equal bytes.</summary>
internal sealed class OnnxWriter(string graphName)
{
    /// <summary>Old enough for every ONNX Runtime in use, and it has all the operators needed.</summary>
    private const int OpsetVersion = 13;

    private const int IrVersion = 7;

    /// <summary>TensorProto.DataType.FLOAT.</summary>
    private const int FloatType = 1;

    /// <summary>TensorProto.DataType.INT64.</summary>
    private const int Int64Type = 7;

    /// <summary>AttributeProto.AttributeType.INTS.</summary>
    private const int IntsAttribute = 7;

    private readonly GraphProto _graph = new() { Name = graphName };

    public string Input(string name, params int[] shape)
    {
        _graph.Input.Add(Value(name, shape));
        return name;
    }

    public void Output(string name, params int[] shape) => _graph.Output.Add(Value(name, shape));

    public string Weights(string name, int[] shape, float[] values)
    {
        TensorProto tensor = new()
        {
            Name = name,
            DataType = FloatType,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
        };
        tensor.Dims.Add(shape.Select(side => (long)side));
        _graph.Initializer.Add(tensor);
        return name;
    }

    public string Integers(string name, long[] values)
    {
        TensorProto tensor = new()
        {
            Name = name,
            DataType = Int64Type,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
        };
        tensor.Dims.Add(values.Length);
        _graph.Initializer.Add(tensor);
        return name;
    }

    /// <returns>The name of the node's one output, which is the node's own.</returns>
    public string Node(string operation, string name, string[] inputs, params (string Name, long[] Values)[] attributes)
    {
        var node = new NodeProto { OpType = operation, Name = name };
        node.Input.Add(inputs);
        node.Output.Add(name);
        foreach ((string attributeName, long[] values) in attributes)
        {
            var attribute = new AttributeProto { Name = attributeName, Type = IntsAttribute };
            attribute.Ints.Add(values);
            node.Attribute.Add(attribute);
        }

        _graph.Node.Add(node);
        return name;
    }

    public byte[] ToArray()
    {
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "FaceMatch", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OpsetVersion });
        return model.ToByteArray();
    }

    private static ValueInfoProto Value(string name, int[] shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.Add(shape.Select(side => new DimensionProto { DimValue = side }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TensorTypeProto { ElemType = FloatType, Shape = dimensions } },
        };
    }
}
