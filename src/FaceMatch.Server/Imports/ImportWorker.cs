using FaceMatch.Core.Imports;
using FaceMatch.Core.Refusals;
using FaceMatch.Storage;
using FaceMatch.Storage.Leases;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Imports;

/// <summary>
/// Works imports off, the oldest first, also those that an earlier run of the server left, and those of another server that stopped in
/// the middle. An import is worked on by one server at a time; each server works on one.
/// </summary>
public sealed class ImportWorker(
    IDbContextFactory<FaceMatchDbContext> contexts, ImportRun run, ImportRows rows, ImportSignal signal, WorkLeases leases, TimeProvider time,
    ILogger<ImportWorker> logger)
    : BackgroundService
{
    /// <summary>How soon an import that was taken in by another server, or left by a dead one, is seen. One indexed query.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>A full disk or a held database is looked at again after this.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await WorkOnNextAsync(stoppingToken)) await signal.WaitAsync(BetweenLooks, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // The rows written so far stay; the next round goes on behind them.
                logger.ImportInterrupted(fault);
                await Task.Delay(RetryAfter, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task WorkAsync(Guid import, CancellationToken cancellationToken)
    {
        try
        {
            logger.ImportBegun(import);
            await run.RunAsync(import, cancellationToken);
            logger.ImportEnded(import);
        }
        catch (Exception fault) when (fault is InvalidDataException or FileNotFoundException
            || fault is RefusalException { Kind: not (RefusalKind.Unavailable or RefusalKind.TooMany) })
        {
            logger.ImportFailed(fault, import);
            await rows.FailAsync(import, "The manifest or the archive can no longer be read. Rows done so far are kept; send the rest as a new import.", cancellationToken);
        }
    }

    /// <returns>False when nothing is left that no other server works on.</returns>
    private async Task<bool> WorkOnNextAsync(CancellationToken cancellationToken)
    {
        foreach (Guid import in await RunningAsync(cancellationToken))
        {
            if (await leases.RunAsync(ImportService.Target(import), token => WorkIfRunningAsync(import, token), cancellationToken)) return true;
        }

        return false;
    }

    /// <summary>Another server may have ended it between the look and the lease.</summary>
    private async Task WorkIfRunningAsync(Guid import, CancellationToken cancellationToken)
    {
        if ((await RunningAsync(cancellationToken)).Contains(import)) await WorkAsync(import, cancellationToken);
    }

    private async Task<List<Guid>> RunningAsync(CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Imports.Where(import => import.State == ImportState.Running)
            .OrderBy(import => import.SubmittedAt).Select(import => import.Id).ToListAsync(cancellationToken);
    }
}
