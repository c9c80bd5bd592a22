using FaceMatch.Vision.Models.Onnx;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace FaceMatch.Vision.Models.Int8;

/// <summary>Runs a graph on sample inputs and hands out what its inner tensors hold.</summary>
internal sealed class ActivationRecorder(IReadOnlyList<float[]> inputs)
{
    /// <param name="graph">Left as it is.</param>
    /// <param name="tensors">Names of inner tensors.</param>
    /// <param name="visit">Gets a tensor's name, its channels and its values, channel after channel, for every input.</param>
    public void Record(ModelProto graph, IReadOnlyList<string> tensors, Visit visit)
    {
        ModelProto exposed = graph.Clone();
        exposed.Graph.Output.Clear();
        foreach (string tensor in tensors)
            exposed.Graph.Output.Add(new ValueInfoProto
            {
                Name = tensor,
                Type = new TypeProto { TensorType = new TensorTypeProto { ElemType = OnnxTensors.FloatType } },
            });
        using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount };
        using var session = new InferenceSession(exposed.ToByteArray(), options);
        using var run = new RunOptions();
        long[] shape = [.. session.InputMetadata[session.InputNames[0]].Dimensions.Select(side => Math.Max(1L, side))];
        foreach (float[] input in inputs)
        {
            using OrtValue value = OrtValue.CreateTensorValueFromMemory(input, shape);
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, [session.InputNames[0]], [value], tensors);
            for (int i = 0; i < tensors.Count; i++)
                visit(tensors[i], (int)outputs[i].GetTensorTypeAndShape().Shape[1], outputs[i].GetTensorDataAsSpan<float>());
        }
    }

    /// <param name="values">Channel after channel.</param>
    public delegate void Visit(string tensor, int channels, ReadOnlySpan<float> values);
}
