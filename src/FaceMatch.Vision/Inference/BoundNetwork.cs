using Microsoft.ML.OnnxRuntime;

namespace FaceMatch.Vision.Inference;

/// <summary>
/// A network with an input and outputs of fixed shapes bound to it once: running it again and again allocates nothing.
/// Not thread-safe; several may share one model.
/// </summary>
internal sealed class BoundNetwork : IScratch
{
    private readonly OnnxModel _model;
    private readonly TensorBuffer _input;
    private readonly TensorBuffer[] _outputs;
    private readonly OrtIoBinding _binding;

    /// <param name="names">The outputs that are wanted.</param>
    /// <param name="input">Owned from here on, as the outputs.</param>
    /// <param name="outputs">Of the outputs' shapes at the input's, in the order of the names.</param>
    public BoundNetwork(OnnxModel model, IReadOnlyList<string> names, TensorBuffer input, TensorBuffer[] outputs)
    {
        _model = model;
        _input = input;
        _outputs = outputs;
        _binding = model.CreateBinding();
        _binding.BindInput(model.Inputs[0].Name, input.Value);
        for (int i = 0; i < outputs.Length; i++) _binding.BindOutput(names[i], outputs[i].Value);
    }

    /// <summary>For all outputs, in the order of the graph.</summary>
    public BoundNetwork(OnnxModel model, TensorBuffer input, params TensorBuffer[] outputs)
        : this(model, [.. model.Outputs.Select(output => output.Name)], input, outputs)
    {
    }

    public Span<float> Input => _input.Span;

    public IReadOnlyList<TensorBuffer> Outputs => _outputs;

    /// <summary>Of the first output.</summary>
    public Span<float> Output => _outputs[0].Span;

    /// <summary>From the input to the outputs.</summary>
    public void Run() => _model.Run(_binding);

    public void Erase()
    {
        _input.Span.Clear();
        foreach (TensorBuffer output in _outputs) output.Span.Clear();
    }

    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        foreach (TensorBuffer output in _outputs) output.Dispose();
    }
}
