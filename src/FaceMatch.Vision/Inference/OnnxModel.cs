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
    /// <param name="outputs">Names of the outputs wanted, in the order that <see cref="Run"/> gets them.</param>
    /// <exception cref="ModelPackException">ONNX Runtime cannot load the file.</exception>
    public OnnxModel(string path, params string[] outputs)
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
            _session = new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ModelPackException($"The model file {path} cannot be loaded: {fault.Message}", fault);
        }

        _inputs = [.. _session.InputMetadata.Keys];
        _outputs = outputs.Length > 0 ? outputs : [.. _session.OutputMetadata.Keys];
    }

    /// <summary>Runs the network on the one input, into buffers of the outputs' shapes.</summary>
    public void Run(TensorBuffer input, params TensorBuffer[] outputs) =>
        _session.Run(_options, _inputs, [input.Value], _outputs, Array.ConvertAll(outputs, output => output.Value));

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }
}
