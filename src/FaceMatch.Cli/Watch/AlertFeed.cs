using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FaceMatch.Cli.Client;
using FaceMatch.Core.Alerts;

namespace FaceMatch.Cli.Watch;

/// <summary>
/// The alerts of one deployment, listened for from the moment it is made, so that none is missed between approval and
/// the first look. Takes up the stream again after the last alert when it breaks.
/// </summary>
internal sealed class AlertFeed : IAsyncDisposable
{
    private static readonly TimeSpan BeforeAgain = TimeSpan.FromSeconds(2);

    private readonly Channel<AlertView> _alerts = Channel.CreateUnbounded<AlertView>();
    private readonly CancellationTokenSource _stop = new();
    private readonly FaceMatchClient _client;
    private readonly string _deploymentId;
    private readonly TimeProvider _time;
    private readonly Task _listening;

    public AlertFeed(FaceMatchClient client, string deploymentId, TimeProvider time)
    {
        _client = client;
        _deploymentId = deploymentId;
        _time = time;
        _listening = ListenAsync(_stop.Token);
    }

    /// <exception cref="ServerRefusedException">The account may not read alerts.</exception>
    public async IAsyncEnumerable<AlertView> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (AlertView alert in _alerts.Reader.ReadAllAsync(cancellationToken))
        {
            if (alert.DeploymentId == _deploymentId) yield return alert;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _stop.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        string? after = null;
        try
        {
            while (true)
            {
                try
                {
                    await foreach (AlertView alert in _client.StreamAlertsAsync(after, cancellationToken))
                    {
                        after = alert.Cursor;
                        _alerts.Writer.TryWrite(alert);
                    }
                }
                catch (Exception fault) when (fault is ServerUnreachableException or IOException or HttpRequestException)
                {
                    // Told by nobody: the next turn asks again from the last alert on.
                }

                await Task.Delay(BeforeAgain, _time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            _alerts.Writer.TryComplete();
        }
        catch (ServerRefusedException refusal)
        {
            _alerts.Writer.TryComplete(refusal);
        }
    }
}
