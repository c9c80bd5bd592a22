using System.Collections.Concurrent;
using System.Threading.Channels;
using FaceMatch.Core.Cameras;

namespace FaceMatch.Cluster.Tests;

/// <summary>Plans that a test sets, and watches that do what it says and tell it when they begin and end.</summary>
internal sealed class TestCameras : ICameraPlanSource, ICameraWatchFactory
{
    private readonly Channel<TestWatch> _begun = Channel.CreateUnbounded<TestWatch>();

    public ConcurrentDictionary<Guid, CameraPlan> Plans { get; } = new();

    public Task<CameraPlan?> PlanForAsync(Guid cameraId, CancellationToken cancellationToken) =>
        Task.FromResult(Plans.GetValueOrDefault(cameraId));

    public ICameraWatch Create(CameraPlan plan) => new TestWatch(plan, watch => _begun.Writer.TryWrite(watch));

    /// <summary>The next watch that runs.</summary>
    public ValueTask<TestWatch> NextAsync() => _begun.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public bool AnyBegun => _begun.Reader.Count > 0;

    public static CameraPlan Plan(DateTimeOffset from, TimeSpan length) => new(
        Guid.NewGuid(), "rtsp://camera", Loop: false, 5, new DeploymentPlan(Guid.NewGuid(), [People.Wanted], 0.4f, from, from + length));
}

internal sealed class TestWatch(CameraPlan plan, Action<TestWatch> begun) : ICameraWatch
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _frames;

    public CameraPlan Plan => plan;

    public bool Full { get; set; }

    /// <summary>What it has counted so far.</summary>
    public TrafficCount Traffic { get; set; }

    public Task Disposed => _disposed.Task;

    public CameraHealth Health => CameraHealth.Idle with { State = CameraState.Watching, FramesAnalysed = Volatile.Read(ref _frames), Traffic = Traffic };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        begun(this);
        await _end.Task.WaitAsync(cancellationToken);
    }

    public bool TryPush(ReadOnlyMemory<byte> jpeg, DateTimeOffset capturedAt)
    {
        if (!Full)
            Interlocked.Increment(ref _frames);
        return !Full;
    }

    public void Break(Exception fault) => _end.SetException(fault);

    public void End() => _end.SetResult();

    public ValueTask DisposeAsync()
    {
        _disposed.SetResult();
        return ValueTask.CompletedTask;
    }
}
