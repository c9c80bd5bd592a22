using System.Threading.RateLimiting;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Pipeline;

/// <summary>
/// Lets only so many probe searches into this process's line at once, from decoding to the gallery's answer. Without it a
/// load beyond the machine would analyse ever more probes while their questions to the shards wait past their deadline, and
/// every answer would be incomplete; so whoever is let in is answered in full, and the others wait their turn outside.
/// </summary>
public sealed class SearchAdmission : IAsyncDisposable
{
    /// <summary>A core each for the analysis, and as many again that wait for the gallery meanwhile.</summary>
    private const int AtOncePerCore = 2;

    /// <summary>At some 30 searches a second and core, whoever is let wait is answered within seconds.</summary>
    private const int WaitingPerCore = 64;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly ConcurrencyLimiter _line;

    public SearchAdmission()
        : this(AtOncePerCore * Environment.ProcessorCount, WaitingPerCore * Environment.ProcessorCount)
    {
    }

    /// <param name="atOnce">At least 1.</param>
    /// <param name="waiting">More are refused; 0 lets none wait.</param>
    public SearchAdmission(int atOnce, int waiting) => _line = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
    {
        PermitLimit = atOnce,
        QueueLimit = waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits for a turn, first in, first out. Whoever has it disposes it.</summary>
    /// <exception cref="RefusalException"><c>busy</c>: as many wait already as can be answered in bearable time.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        RateLimitLease turn = await _line.AcquireAsync(permitCount: 1, cancellationToken).ConfigureAwait(false);
        if (turn.IsAcquired) return turn;
        turn.Dispose();
        throw new RefusalException(
            RefusalKind.Unavailable, "busy", "More searches wait already than this node answers in a few seconds. Nothing was searched; send it again in a moment.")
        {
            RetryAfter = RetryAfter,
        };
    }

    public ValueTask DisposeAsync() => _line.DisposeAsync();
}
