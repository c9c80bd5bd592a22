using FaceMatch.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace FaceMatch.Vision.Inference;

/// <summary>One network, shared by all threads: ONNX Runtime's Run is thread-safe, and buffers belong to the caller.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly RunOptions _options = new();

    /// <param name="path">A file that was verified against its manifest.</param>
    /// <exception cref="ModelPackException">ONNX Runtime cannot load the file.</exception>
    public OnnxModel(string path)
        : this(options => new InferenceSession(path, options), path)
    {
    }

    /// <param name="content">A whole model file.</param>
    /// <param name="origin">What to call it in messages.</param>
    /// <exception cref="ModelPackException">ONNX Runtime cannot load it.</exception>
    public OnnxModel(byte[] content, string origin)
        : this(options => new InferenceSession(content, options), origin)
    {
    }

    private OnnxModel(Func<SessionOptions, InferenceSession> open, string origin)
    {
        // One thread a call and one worker a core beats many threads a call: the networks are small (design.md, section 4).
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        try
        {
            _session = open(options);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ModelPackException($"The model file {origin} cannot be loaded: {fault.Message}", fault);
        }

        Inputs = [.. _session.InputNames.Select(name => new ModelValue(name, _session.InputMetadata[name].Dimensions))];
        _inputs = [.. Inputs.Select(input => input.Name)];
        Outputs = [.. _session.OutputNames.Select(name => new ModelValue(name, _session.OutputMetadata[name].Dimensions))];
        _outputs = [.. Outputs.Select(output => output.Name)];
    }

    /// <summary>What the graph takes, in its own order.</summary>
    public IReadOnlyList<ModelValue> Inputs { get; }

    /// <summary>What the graph gives, in its own order.</summary>
    public IReadOnlyList<ModelValue> Outputs { get; }

    /// <summary>Runs the network on the one input, into buffers of the outputs' shapes.</summary>
    public void Run(TensorBuffer input, params TensorBuffer[] outputs) =>
        _session.Run(_options, _inputs, [input.Value], _outputs, Array.ConvertAll(outputs, output => output.Value));

    /// <summary>Runs the network for the outputs named, with values that the caller keeps: nothing is allocated here.</summary>
    public void Run(OrtValue[] input, string[] outputs, OrtValue[] values) =>
        _session.Run(_options, _inputs, input, outputs, values);

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }
}
