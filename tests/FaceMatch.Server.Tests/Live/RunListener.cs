using System.Threading.Channels;
using Quartz;

namespace FaceMatch.Server.Tests.Live;

/// <summary>Hears when a scheduled job has ended.</summary>
internal sealed class RunListener : IJobListener
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Channel<JobExecutionException?> _ended = Channel.CreateUnbounded<JobExecutionException?>();

    public string Name => "runs";

    /// <summary>Waits for the next run to end.</summary>
    public async Task NextAsync() => Assert.Null(await _ended.Reader.ReadAsync(TruthRig.Cancel).AsTask().WaitAsync(Patience, TruthRig.Cancel));

    public ValueTask JobWasExecuted(IJobExecutionContext context, JobExecutionException? jobException, CancellationToken cancellationToken = default) =>
        _ended.Writer.WriteAsync(jobException, cancellationToken);
}
