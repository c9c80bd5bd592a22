using System.Buffers;
using System.Security.Cryptography;
using FaceMatch.Core.Faces;
using OpenCvSharp;

namespace FaceMatch.Vision.Inference;

/// <summary>Scratch pixels in pooled, pinned memory, seen both as bytes and as a matrix; zeroed on dispose.</summary>
internal sealed unsafe class PixelBuffer : IDisposable
{
    private readonly int _length;
    private byte[]? _array;
    private MemoryHandle _pin;

    /// <param name="channels">1 to 4, 8 bits each.</param>
    public PixelBuffer(int width, int height, int channels)
    {
        _length = checked(width * height * channels);
        _array = PixelPool.Shared.Rent(_length);
        _pin = _array.AsMemory(0, _length).Pin();
        Mat = Mat.FromPixelData(height, width, MatType.CV_8UC(channels), (nint)_pin.Pointer, width * channels);
        Input = Mat;
    }

    public Mat Mat { get; }

    /// <summary>The matrix as OpenCV's functions read it, a wrapper that they would otherwise make on every call.</summary>
    public InputArray Input { get; }

    public nint Address => (nint)_pin.Pointer;

    public Span<byte> Span => (_array ?? throw new ObjectDisposedException(nameof(PixelBuffer))).AsSpan(0, _length);

    public void Dispose()
    {
        byte[]? array = Interlocked.Exchange(ref _array, null);
        if (array is null) return;
        Input.Dispose();
        Mat.Dispose();
        CryptographicOperations.ZeroMemory(array.AsSpan(0, _length));
        _pin.Dispose();
        PixelPool.Shared.Return(array);
    }
}
