using FaceMatch.Vision.Models.Onnx;

namespace FaceMatch.Vision.Models;

/// <summary>New nodes for rewritten graphs.</summary>
internal static class OnnxNodes
{
    /// <summary>AttributeProto.AttributeType.INT.</summary>
    private const int IntAttribute = 2;

    /// <summary>A node of one output, which names it.</summary>
    public static NodeProto Of(string operation, string[] inputs, string output)
    {
        var node = new NodeProto { OpType = operation, Name = output };
        node.Input.Add(inputs);
        node.Output.Add(output);
        return node;
    }

    public static NodeProto With(this NodeProto node, string attribute, long value)
    {
        node.Attribute.Add(new AttributeProto { Name = attribute, Type = IntAttribute, I = value });
        return node;
    }
}
