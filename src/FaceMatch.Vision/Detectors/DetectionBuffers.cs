using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using Microsoft.ML.OnnxRuntime;

namespace FaceMatch.Vision.Detectors;

/// <summary>Everything that one look at an input size writes to. Kept from frame to frame; <see cref="Erase"/> in between.</summary>
internal sealed class DetectionBuffers : IDisposable
{
    private readonly TensorBuffer _input;
    private readonly TensorBuffer[] _outputs;

    public DetectionBuffers(IDetectionDecoder decoder, IReadOnlyList<ModelValue> outputs, int width, int height)
    {
        Width = width;
        Height = height;
        Canvas = new PixelBuffer(width, height, Frame.BytesPerPixel);
        _input = new TensorBuffer(1, 3, height, width);
        _outputs = [.. outputs.Select((output, i) =>
        {
            int rows = decoder.Rows(i, width, height);
            return output.Shape.Count == 2 ? new TensorBuffer(rows, output.Columns) : new TensorBuffer(1, rows, output.Columns);
        })];
        Inputs = [_input.Value];
        Values = [.. _outputs.Select(output => output.Value)];
    }

    public int Width { get; }

    public int Height { get; }

    public int Pixels => Width * Height;

    /// <summary>The picture as the network is to see it, before it becomes numbers.</summary>
    public PixelBuffer Canvas { get; }

    public Span<float> Planes => _input.Span;

    public IReadOnlyList<TensorBuffer> Outputs => _outputs;

    public OrtValue[] Inputs { get; }

    public OrtValue[] Values { get; }

    /// <summary>Zeroes the picture and what was read off it.</summary>
    public void Erase()
    {
        Canvas.Span.Clear();
        _input.Span.Clear();
        foreach (TensorBuffer output in _outputs) output.Span.Clear();
    }

    public void Dispose()
    {
        Canvas.Dispose();
        _input.Dispose();
        foreach (TensorBuffer output in _outputs) output.Dispose();
    }
}
