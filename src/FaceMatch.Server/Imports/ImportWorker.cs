using FaceMatch.Core.Imports;
using FaceMatch.Core.Refusals;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Imports;

/// <summary>Works imports off, the oldest first, also those that an earlier run of the server left.</summary>
public sealed class ImportWorker(
    IDbContextFactory<FaceMatchDbContext> contexts, ImportRun run, ImportRows rows, ImportSignal signal, TimeProvider time, ILogger<ImportWorker> logger)
    : BackgroundService
{
    /// <summary>A full disk or a held database is looked at again after this.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await NextAsync(stoppingToken) is { } import) await WorkAsync(import, stoppingToken);
                else await signal.WaitAsync(stoppingToken);
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

    private async Task<Guid?> NextAsync(CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Imports.Where(import => import.State == ImportState.Running)
            .OrderBy(import => import.SubmittedAt).Select(import => (Guid?)import.Id).FirstOrDefaultAsync(cancellationToken);
    }
}
