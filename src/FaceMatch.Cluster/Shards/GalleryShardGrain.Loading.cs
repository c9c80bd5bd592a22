using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using FaceMatch.Core.Galleries;
using FaceMatch.Index;

namespace FaceMatch.Cluster.Shards;

/// <summary>
/// Reading the truth. All of it runs in the grain's own turns, so that what is due and what state the shard is in change
/// together: a refresh either finds the shard ready, or leaves its subjects to be read before the shard becomes ready.
/// </summary>
internal sealed partial class GalleryShardGrain
{
    /// <summary>Enough to make a published version rare, few enough to leave the turn often.</summary>
    private const int LoadChunk = 1024;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);

    private readonly HashSet<Guid> _due = [];

    public async Task RefreshAsync(ShardSubjects subjects, CancellationToken cancellationToken)
    {
        _due.UnionWith(subjects.Ids);
        if (_state != ShardState.Ready)
            return;

        try
        {
            await ReadDueAsync(cancellationToken);
        }
        catch (Exception fault)
        {
            // It may show a subject that was withdrawn: better to say that it does not know.
            _state = ShardState.Failed;
            LogRefreshFailed(logger, _key, fault.GetType().Name);
            _loading = CatchUpAsync();
        }
    }

    private async Task LoadAsync()
    {
        await Task.Yield();
        await RetryAsync(ReadAllAsync);
    }

    private async Task CatchUpAsync() => await RetryAsync(() => Task.CompletedTask);

    /// <summary>Until the work is done and nothing is due any more; then the shard is ready.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever went wrong, the answer is to say so and to try again.")]
    private async Task RetryAsync(Func<Task> work)
    {
        for (var delay = FirstRetry; ; delay = delay * 2 < LongestRetry ? delay * 2 : LongestRetry)
        {
            try
            {
                await work();
                // A refresh may have come in between; from the last look at what is due to Ready there is no await.
                while (_due.Count > 0)
                    await ReadDueAsync(_alive.Token);
                _state = ShardState.Ready;
                LogReady(logger, _key, _index!.Count);
                return;
            }
            catch (Exception) when (_alive.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                _state = ShardState.Failed;
                LogLoadFailed(logger, _key, fault.GetType().Name, delay);
            }

            try
            {
                await Task.Delay(delay, time, _alive.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ReadAllAsync()
    {
        var generation = await source.CurrentGenerationAsync(_alive.Token);
        if (generation.Number != _key.Generation)
            throw new InvalidOperationException($"Generation {_key.Generation} is not in force.");

        if (_index is { } stale)
            store.Release(stale);
        var index = _index = store.Create(generation.ShardCount);
        var shard = _key.Shard;
        var token = _alive.Token;
        // On a pool thread: quantising a million vectors must not hold the grain's turn, in which searches are answered.
        await Task.Run(
            async () =>
            {
                var chunk = new List<IndexEntry>(LoadChunk);
                await foreach (var template in source.ReadAllAsync(token))
                {
                    if (ShardKey.ShardOf(template.SubjectId, generation.ShardCount) != shard)
                        continue;
                    chunk.Add(Entry(template));
                    if (chunk.Count == LoadChunk)
                        AddChunk(index, chunk);
                }

                AddChunk(index, chunk);
            },
            token);
    }

    private async Task ReadDueAsync(CancellationToken cancellationToken)
    {
        while (_due.Count > 0)
        {
            Guid[] subjects = [.. _due];
            // Taken out before they are read: one that is named again meanwhile changed again, and is read again.
            _due.Clear();
            try
            {
                var templates = await source.ReadSubjectsAsync(subjects, cancellationToken);
                _index!.ReplaceSubjects(subjects, templates.Select(Entry).ToArray());
            }
            catch
            {
                _due.UnionWith(subjects);
                throw;
            }
        }
    }

    private static void AddChunk(IGalleryIndex index, List<IndexEntry> chunk)
    {
        index.Add(CollectionsMarshal.AsSpan(chunk));
        chunk.Clear();
    }

    private static IndexEntry Entry(GalleryTemplate template) =>
        new(template.TemplateId, template.SubjectId, template.Watchlists, template.SearchableUntil, template.Vector);
}
