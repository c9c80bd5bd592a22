using FaceMatch.Storage.Leases;
using Quartz;

namespace FaceMatch.Server.Retention;

/// <summary>Purges what is due, at the start and then again and again, on one server of a cluster at a time.</summary>
[DisallowConcurrentExecution]
public sealed class RetentionJob(AlertPurge alerts, WorkLeases leases, ILogger<RetentionJob> logger) : IJob
{
    private const string Work = "retention";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await leases.RunAsync(Work, PurgeAsync, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            logger.RetentionWaits(fault);
        }
    }

    private async Task PurgeAsync(CancellationToken cancellationToken)
    {
        int purged = await alerts.RunAsync(cancellationToken);
        if (purged > 0) logger.AlertsPurged(purged);
    }
}
