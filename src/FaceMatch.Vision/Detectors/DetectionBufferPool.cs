using FaceMatch.Vision.Inference;

namespace FaceMatch.Vision.Detectors;

/// <summary>
/// Buffers that are not in use, so that a camera's frames allocate nothing. Thread-safe. A camera has one size and an
/// archive has many: what was used longest ago goes first when the idle ones are too many.
/// </summary>
internal sealed class DetectionBufferPool(IDetectionDecoder decoder, IReadOnlyList<ModelValue> outputs) : IDisposable
{
    /// <summary>A pixel costs about 20 bytes, as bytes, as input and as outputs: 80 MB at most.</summary>
    private const int MostIdlePixels = 4 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly List<DetectionBuffers> _idle = [];
    private int _idlePixels;

    public DetectionBuffers Rent(int width, int height)
    {
        lock (_lock)
        {
            for (int i = _idle.Count - 1; i >= 0; i--)
                if (_idle[i].Width == width && _idle[i].Height == height) return TakeOut(i);
        }

        return new DetectionBuffers(decoder, outputs, width, height);
    }

    public void Return(DetectionBuffers buffers)
    {
        buffers.Erase();
        lock (_lock)
        {
            _idle.Add(buffers);
            _idlePixels += buffers.Pixels;
            while (_idlePixels > MostIdlePixels) TakeOut(0).Dispose();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            while (_idle.Count > 0) TakeOut(_idle.Count - 1).Dispose();
        }
    }

    private DetectionBuffers TakeOut(int index)
    {
        DetectionBuffers buffers = _idle[index];
        _idle.RemoveAt(index);
        _idlePixels -= buffers.Pixels;
        return buffers;
    }
}
