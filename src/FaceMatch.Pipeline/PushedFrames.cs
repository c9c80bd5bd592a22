using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace FaceMatch.Pipeline;

/// <summary>Pushed pictures that wait for their camera's turn, as private copies that are zeroed after use.</summary>
internal sealed class PushedFrames
{
    /// <summary>
    /// Under a second of a camera's frames: what waits longer is stale, and a pusher that is told to slow down loses
    /// less than one whose frames pile up here.
    /// </summary>
    public const int Capacity = 8;

    private readonly Channel<PushedFrame> _queue = Channel.CreateBounded<PushedFrame>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    public bool TryAdd(ReadOnlyMemory<byte> jpeg, DateTimeOffset capturedAt)
    {
        PushedFrame frame = new(jpeg.ToArray(), capturedAt);
        if (_queue.Writer.TryWrite(frame)) return true;
        frame.Dispose();
        return false;
    }

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _queue.Reader.WaitToReadAsync(cancellationToken);

    public bool TryTake([NotNullWhen(true)] out PushedFrame? frame) => _queue.Reader.TryRead(out frame);

    /// <summary>Takes no more, and zeroes what waits.</summary>
    public void Close()
    {
        _queue.Writer.TryComplete();
        Erase();
    }

    public void Erase()
    {
        while (_queue.Reader.TryRead(out PushedFrame? frame)) frame.Dispose();
    }
}

/// <summary>An encoded picture from a camera; disposing zeroes it.</summary>
internal sealed record PushedFrame(byte[] Jpeg, DateTimeOffset CapturedAt) : IDisposable
{
    public void Dispose() => CryptographicOperations.ZeroMemory(Jpeg);
}
