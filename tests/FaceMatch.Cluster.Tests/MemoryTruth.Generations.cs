using FaceMatch.Core.Galleries;

namespace FaceMatch.Cluster.Tests;

/// <summary>Generations of shards, and counts to hold them against.</summary>
internal sealed partial class MemoryTruth
{
    private readonly List<GenerationBuild> _putInForce = [];
    private int _lastGeneration = 7;
    private TaskCompletionSource _flipped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SemaphoreSlim Tending { get; } = new(1, 1);

    /// <summary>Called before a part is counted.</summary>
    public Func<Task> AtProof { get; set; } = () => Task.CompletedTask;

    /// <summary>A template that no full reading of a smaller part than the whole gives, as after a fault of the disk or of ours.</summary>
    public long? Overlooked { get; set; }

    /// <summary>What was known of each generation when it was put in force.</summary>
    public IReadOnlyList<GenerationBuild> PutInForce
    {
        get
        {
            lock (_writing)
                return [.. _putInForce];
        }
    }

    public GalleryGeneration Begin(int shards)
    {
        lock (_writing)
        {
            Assert.Null(_manifest.Building);
            var begun = new GalleryGeneration(++_lastGeneration, shards);
            _manifest = _manifest with { Building = begun };
            return begun;
        }
    }

    public void GiveUp() => Manifest = Manifest with { Building = null };

    public bool Flip(GenerationBuild build)
    {
        lock (_writing)
        {
            if (_manifest.Building?.Number != build.Generation.Number)
                return false;
            _manifest = _manifest with { Current = build.Generation, Building = null };
            _putInForce.Add(build);
            _flipped.SetResult();
            _flipped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    public async Task<GenerationBuild> WhenInForceAsync(GalleryGeneration generation)
    {
        while (true)
        {
            Task next;
            lock (_writing)
            {
                if (_putInForce.Find(build => build.Generation == generation) is { } build)
                    return build;
                next = _flipped.Task;
            }

            await next.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public async Task<ShardProof> ProveAsync(ShardRange part, long since, CancellationToken cancellationToken)
    {
        await AtProof().WaitAsync(cancellationToken);
        lock (_writing)
        {
            Guid[] changed = [.. _changed.Where(change => change.Value > since).Select(change => change.Key)];
            var ids = Of(part)
                .Where(template => template.TemplateId > 0 && template.SearchableUntil > People.Now && !changed.Contains(template.SubjectId))
                .Select(template => template.TemplateId).ToList();
            var sum = ids.Aggregate(0UL, (sum, id) => unchecked(sum + ShardProof.Mix(id)));
            return new ShardProof(ids.Count, sum, People.Now, changed);
        }
    }

    private bool IsOverlooked(GalleryTemplate template, ShardRange part) => template.TemplateId == Overlooked && part != ShardRange.All;
}

/// <summary>One silo's way to the generations; which silo sees one through is decided among all that share the truth.</summary>
internal sealed class MemoryGenerations(MemoryTruth truth) : IGenerationStore
{
    public bool IsTending { get; private set; }

    public async Task<bool> TendAloneAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (!await truth.Tending.WaitAsync(0, cancellationToken))
            return false;
        IsTending = true;
        try
        {
            await work(cancellationToken);
        }
        finally
        {
            IsTending = false;
            truth.Tending.Release();
        }

        return true;
    }

    public Task<bool> PutInForceAsync(GenerationBuild build, CancellationToken cancellationToken) => Task.FromResult(truth.Flip(build));
}
