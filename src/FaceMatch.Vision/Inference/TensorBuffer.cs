using System.Buffers;
using Microsoft.ML.OnnxRuntime;

namespace FaceMatch.Vision.Inference;

/// <summary>
/// A float tensor in pooled, pinned memory that ONNX Runtime reads or writes in place. Zeroed before it goes back to
/// the pool: it holds a face.
/// </summary>
internal sealed class TensorBuffer : IDisposable
{
    private readonly int _length;
    private float[]? _array;

    /// <param name="shape">Every dimension at least 1.</param>
    public TensorBuffer(params ReadOnlySpan<long> shape)
    {
        _length = 1;
        foreach (long dimension in shape) _length = checked(_length * (int)dimension);
        _array = ArrayPool<float>.Shared.Rent(_length);
        Value = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, _array.AsMemory(0, _length), shape.ToArray());
    }

    public OrtValue Value { get; }

    public Span<float> Span => (_array ?? throw new ObjectDisposedException(nameof(TensorBuffer))).AsSpan(0, _length);

    public void Dispose()
    {
        float[]? array = Interlocked.Exchange(ref _array, null);
        if (array is null) return;
        Value.Dispose();
        array.AsSpan(0, _length).Clear();
        ArrayPool<float>.Shared.Return(array);
    }
}
