using FaceMatch.Vision.Inference;

namespace FaceMatch.Vision.Detectors;

/// <summary>
/// Buffers that are not in use, so that a camera's frames allocate nothing. Thread-safe. A camera has one size and an
/// archive has many: what was used longest ago goes first when the idle ones are too many.
/// </summary>
internal sealed class DetectionBufferPool(
    OnnxModel model, IDetectionDecoder decoder, IReadOnlyList<ModelValue> outputs, int grid) : IDisposable
{
    private const long MostIdleBytes = 96 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly List<DetectionBuffers> _idle = [];
    private long _idleBytes;

    public DetectionBuffers Rent(Look look)
    {
        lock (_lock)
        {
            for (int i = _idle.Count - 1; i >= 0; i--)
                if (_idle[i].Fits(look)) return TakeOut(i);
        }

        return new DetectionBuffers(model, decoder, outputs, look, grid);
    }

    public void Return(DetectionBuffers buffers)
    {
        buffers.Erase();
        lock (_lock)
        {
            _idle.Add(buffers);
            _idleBytes += buffers.Bytes;
            while (_idleBytes > MostIdleBytes) TakeOut(0).Dispose();
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
        _idleBytes -= buffers.Bytes;
        return buffers;
    }
}
