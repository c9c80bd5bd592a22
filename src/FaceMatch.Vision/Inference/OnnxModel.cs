using FaceMatch.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace FaceMatch.Vision.Inference;

/// <summary>One network, shared by all threads: ONNX Runtime's Run is thread-safe, and buffers belong to the caller.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
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
        using SessionOptions options = CreateOptions();
        try
        {
            _session = open(options);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ModelPackException($"The model file {origin} cannot be loaded: {fault.Message}", fault);
        }

        Inputs = [.. _session.InputNames.Select(name => new ModelValue(name, _session.InputMetadata[name].Dimensions))];
        Outputs = [.. _session.OutputNames.Select(name => new ModelValue(name, _session.OutputMetadata[name].Dimensions))];
    }

    /// <summary>What the graph takes, in its own order.</summary>
    public IReadOnlyList<ModelValue> Inputs { get; }

    /// <summary>What the graph gives, in its own order.</summary>
    public IReadOnlyList<ModelValue> Outputs { get; }

    /// <summary>How every network here is run; to be disposed by the caller.</summary>
    public static SessionOptions CreateOptions()
    {
        // One thread a call and one worker a core beats many threads a call: the networks are small (design.md, section 4).
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };

        // Without VNNI the fast products of 8 bits saturate at 16, and a face comes out as another: a vector must not depend on the machine.
        options.AddSessionConfigEntry("session.x64quantprecision", "1");
        return options;
    }

    /// <summary>A binding without values; to be disposed before this.</summary>
    public OrtIoBinding CreateBinding() => _session.CreateIoBinding();

    /// <summary>Runs the network with the values bound.</summary>
    public void Run(OrtIoBinding binding) => _session.RunWithBinding(_options, binding);

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }
}
