using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Membership;

/// <summary>
/// A lease on being alive. This silo reads its own row of the membership table once a second, and may act as an owner for
/// <see cref="Term"/> after a reading that began while the row was active. Who takes over from a silo waits for as long after it learned
/// that this one is going: began to leave, or was declared dead. So the two never overlap, whatever the network or a pause of the process
/// does: only monotonic clocks are compared, each with itself.
/// </summary>
internal sealed partial class LeaseFence(
    IMembershipTable table, IClusterMembershipService membership, ILocalSiloDetails here, TimeProvider time, SelfEnd end, ILogger<LeaseFence> logger)
    : BackgroundService, ISiloFence
{
    /// <summary>A restart of the database takes a second or two and stops no camera; who takes over loses no more than this.</summary>
    internal static readonly TimeSpan Term = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<SiloAddress, SiloStatus> _known = [];
    private CancellationTokenSource _lapse = new();
    private long _confirmed;
    private long _departed;
    private bool _ever;

    public bool Holds
    {
        get
        {
            lock (_gate)
                return _ever && time.GetElapsedTime(_confirmed) < Term;
        }
    }

    public async Task<CancellationToken> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // What a silo was declared must be known here before its cameras are started here.
            var known = await RefreshAsync(cancellationToken);
            TimeSpan wait;
            lock (_gate)
            {
                var quiet = Term - time.GetElapsedTime(_departed);
                var held = known && _ever && time.GetElapsedTime(_confirmed) < Term;
                if (held && quiet <= TimeSpan.Zero)
                    return _lapse.Token;
                wait = held ? quiet : Period / 4;
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    public override void Dispose()
    {
        _lapse.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lock (_gate)
            _departed = time.GetTimestamp();
        using var turns = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                await ConfirmAsync(stoppingToken);
                await LapseIfOverdueAsync();
            }
            while (await turns.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; the cameras are stopped by it.
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A table that cannot be read confirms nothing, for whatever reason.")]
    private async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            var row = await table.ReadRowAsync(here.SiloAddress, cancellationToken).WaitAsync(Term, time, cancellationToken);
            Note(membership.CurrentSnapshot);
            switch (row.Members.Select(member => member.Item1.Status).FirstOrDefault(SiloStatus.None))
            {
                case SiloStatus.Dead:
                    LogDeclaredDead(logger, here.SiloAddress);
                    end.Now();
                    break;
                case SiloStatus.Joining or SiloStatus.Active:
                    lock (_gate)
                        (_confirmed, _ever) = (began, true);
                    break;
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotConfirmed(logger, fault.GetType().Name);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A table that cannot be read is read again in a moment.")]
    private async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await membership.Refresh(default, cancellationToken).AsTask().WaitAsync(Term, time, cancellationToken);
            Note(membership.CurrentSnapshot);
            return true;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotConfirmed(logger, fault.GetType().Name);
            return false;
        }
    }

    private async Task LapseIfOverdueAsync()
    {
        CancellationTokenSource lapsed;
        lock (_gate)
        {
            if (!_ever || time.GetElapsedTime(_confirmed) < Term)
                return;
            _ever = false;
            (lapsed, _lapse) = (_lapse, new CancellationTokenSource());
        }

        LogLapsed(logger, Term);
        await lapsed.CancelAsync();
        lapsed.Dispose();
    }

    /// <summary>
    /// A silo that leaves stops its cameras only after it said so, and may hang or be declared dead in the middle of that. One that is
    /// first seen as it goes may have been active a moment ago.
    /// </summary>
    private void Note(ClusterMembershipSnapshot snapshot)
    {
        lock (_gate)
        {
            foreach (var member in snapshot.Members.Values)
            {
                if (IsGoing(member.Status) && !IsGoing(_known.GetValueOrDefault(member.SiloAddress, SiloStatus.None)))
                    _departed = time.GetTimestamp();
                _known[member.SiloAddress] = member.Status;
            }
        }
    }

    private static bool IsGoing(SiloStatus status) => status is SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead;
}
