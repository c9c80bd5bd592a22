using System.Runtime.CompilerServices;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Galleries;

namespace FaceMatch.LoadTest.FanOut;

/// <summary>A truth of strangers that never changes, and no cameras: what silos need of a host to be searched.</summary>
internal sealed class SyntheticTruth(int templates, int shards, int dimensions)
    : IGallerySource, IGenerationStore, ICameraPlanSource, ICameraWatchFactory, ITrafficLog
{
    private static readonly string Mark = Guid.NewGuid().ToString();

    private readonly GalleryManifest _manifest = new(new GalleryGeneration(1, shards), Building: null, Version: 0);

    public async IAsyncEnumerable<GalleryTemplate> ReadAllAsync(ShardRange part, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        for (int number = 1; number <= templates; number++)
        {
            Guid subject = new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
            if (!part.Contains(subject)) continue;
            float[] vector = new float[dimensions];
            SyntheticVectors.Fill(number, vector);
            yield return new GalleryTemplate(number, subject, [], DateTimeOffset.MaxValue, vector);
        }
    }

    public Task<GalleryManifest> ManifestAsync(CancellationToken cancellationToken) => Task.FromResult(_manifest);

    public Task<GalleryChanges> ChangesSinceAsync(long version, CancellationToken cancellationToken) => Task.FromResult(new GalleryChanges([], 0));

    public Task<IReadOnlyList<GalleryTemplate>> ReadSubjectsAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<GalleryTemplate>>([]);

    public Task<string> MarkAsync(CancellationToken cancellationToken) => Task.FromResult(Mark);

    public Task<bool> RemembersAsync(string mark, CancellationToken cancellationToken) => Task.FromResult(mark == Mark);

    public Task<ShardProof> ProveAsync(ShardRange part, long since, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing is built beside this gallery.");

    public Task<bool> TendAloneAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> PutInForceAsync(GenerationBuild build, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<CameraPlan?> PlanForAsync(Guid cameraId, CancellationToken cancellationToken) => Task.FromResult<CameraPlan?>(null);

    public ICameraWatch Create(CameraPlan plan) => throw new NotSupportedException("There are no cameras here.");

    public Task AddAsync(Guid cameraId, Guid deploymentId, TrafficCount count, CancellationToken cancellationToken) => Task.CompletedTask;
}
