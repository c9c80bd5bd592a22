using System.Threading.Channels;

namespace FaceMatch.Server.Imports;

/// <summary>
/// Wakes the worker. One place is enough: the work itself is in the database, and a wake-up means only "look there".
/// </summary>
public sealed class ImportSignal
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _wake.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellationToken) => await _wake.Reader.ReadAsync(cancellationToken);
}
