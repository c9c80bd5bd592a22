using System.Security.Cryptography;

namespace FaceMatch.Core.Faces;

/// <summary>
/// One decoded picture: upright BGR pixels, 8 bits a channel, rows packed without padding, in a pooled buffer.
/// Disposing zeroes the pixels before the buffer goes back to the pool, so that a passer-by leaves no trace in memory.
/// </summary>
public sealed class Frame : IDisposable
{
    public const int BytesPerPixel = 3;

    private byte[]? _buffer;

    /// <param name="size">Both sides positive.</param>
    /// <param name="capturedAt">When the camera saw it; for a submitted image, when it was received.</param>
    public Frame(FrameSize size, DateTimeOffset capturedAt)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size.Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size.Height);
        Size = size;
        CapturedAt = capturedAt;
        _buffer = PixelPool.Shared.Rent(ByteCount);
    }

    public FrameSize Size { get; }

    public DateTimeOffset CapturedAt { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => Size.Width * BytesPerPixel;

    private int ByteCount => checked(Size.Width * Size.Height * BytesPerPixel);

    /// <summary>The pixels, top row first, blue green red.</summary>
    /// <exception cref="ObjectDisposedException">The frame was erased.</exception>
    public Memory<byte> Pixels =>
        (_buffer ?? throw new ObjectDisposedException(nameof(Frame))).AsMemory(0, ByteCount);

    public void Dispose()
    {
        byte[]? buffer = Interlocked.Exchange(ref _buffer, null);
        if (buffer is null) return;
        CryptographicOperations.ZeroMemory(buffer.AsSpan(0, ByteCount));
        PixelPool.Shared.Return(buffer);
    }
}
