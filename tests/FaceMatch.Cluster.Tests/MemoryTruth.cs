using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using FaceMatch.Core.Galleries;

namespace FaceMatch.Cluster.Tests;

/// <summary>The truth of a test: a dictionary, and hooks at the moments that tests want to hold or break.</summary>
internal sealed class MemoryTruth(int shards) : IGallerySource
{
    private readonly ConcurrentDictionary<Guid, GalleryTemplate[]> _subjects = new();
    private int _fullReads;

    /// <summary>Called at the end of each full reading, with its number, before the reader learns that it is the end.</summary>
    public Func<int, Task> AtEndOfRead { get; set; } = _ => Task.CompletedTask;

    public Func<Task> AtSubjectRead { get; set; } = () => Task.CompletedTask;

    public void Put(Guid subject, params GalleryTemplate[] templates) => _subjects[subject] = templates;

    public void Withdraw(Guid subject) => _subjects.TryRemove(subject, out _);

    public async IAsyncEnumerable<GalleryTemplate> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One moment, as a database reads: what is put later is not in it.
        var templates = _subjects.Values.SelectMany(all => all).OrderBy(template => template.TemplateId).ToList();
        foreach (var template in templates)
            yield return template;
        await AtEndOfRead(Interlocked.Increment(ref _fullReads)).WaitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<GalleryTemplate>> ReadSubjectsAsync(
        IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken)
    {
        await AtSubjectRead().WaitAsync(cancellationToken);
        return [.. subjects.SelectMany(subject => _subjects.GetValueOrDefault(subject, []))];
    }

    public Task<GalleryGeneration> CurrentGenerationAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new GalleryGeneration(7, shards));
}
