using System.Collections.Concurrent;
using System.Threading.Channels;

namespace FaceMatch.Server.Alerts;

/// <summary>
/// Wakes whoever waits for alerts. Only the news that there is something new is passed on, and each listener then reads
/// the truth from where it stopped: a slow one never loses an alert and never makes another wait. Listeners of this server only; for
/// what other servers raise see <see cref="AlertLookout"/>.
/// </summary>
public sealed class AlertFeed
{
    private readonly ConcurrentDictionary<Listener, bool> _listeners = new();

    public bool IsHeard => !_listeners.IsEmpty;

    public Listener Listen()
    {
        Listener listener = new(this);
        _listeners[listener] = true;
        return listener;
    }

    public void Wake()
    {
        foreach (Listener listener in _listeners.Keys) listener.Wake();
    }

    public sealed class Listener : IDisposable
    {
        /// <summary>One call waiting says all that several would say.</summary>
        private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        private readonly AlertFeed _feed;

        internal Listener(AlertFeed feed) => _feed = feed;

        /// <summary>False when the token is cancelled.</summary>
        public async Task<bool> WaitAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await _calls.Reader.ReadAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        public void Dispose() => _feed._listeners.TryRemove(this, out _);

        internal void Wake() => _calls.Writer.TryWrite(true);
    }
}
