using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using FaceMatch.Core.Galleries;

namespace FaceMatch.Cluster.Tests;

/// <summary>The truth of a test: a dictionary, and hooks at the moments that tests want to hold or break.</summary>
internal sealed partial class MemoryTruth(int shards) : IGallerySource
{
    private readonly ConcurrentDictionary<Guid, GalleryTemplate[]> _subjects = new();
    private readonly ConcurrentDictionary<Guid, long> _changed = new();
    private readonly List<string> _marks = [NewMark()];
    private readonly Lock _writing = new();
    private GalleryManifest _manifest = new(new GalleryGeneration(7, shards), null, 0);
    private int _fullReads;

    /// <summary>Called at the end of each full reading, with its number, before the reader learns that it is the end.</summary>
    public Func<int, Task> AtEndOfRead { get; set; } = _ => Task.CompletedTask;

    public Func<Task> AtSubjectRead { get; set; } = () => Task.CompletedTask;

    public Func<Task> AtMark { get; set; } = () => Task.CompletedTask;

    public GalleryManifest Manifest
    {
        get
        {
            lock (_writing)
                return _manifest;
        }
        set
        {
            lock (_writing)
                _manifest = value;
        }
    }

    /// <summary>Parts that were read in full, each as often as it was.</summary>
    public ConcurrentQueue<ShardRange> PartsRead { get; } = new();

    /// <summary>Subjects that were read by themselves, each as often as it was.</summary>
    public ConcurrentQueue<Guid> SubjectsRead { get; } = new();

    /// <summary>How often somebody marked the moment.</summary>
    public int Marked { get; private set; }

    public void Put(Guid subject, params GalleryTemplate[] templates) => Change(subject, () => _subjects[subject] = templates);

    public void Withdraw(Guid subject) => Change(subject, () => _subjects.TryRemove(subject, out _));

    public async IAsyncEnumerable<GalleryTemplate> ReadAllAsync(ShardRange part, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PartsRead.Enqueue(part);
        // One moment, as a database reads: what is put later is not in it.
        var templates = Of(part).OrderBy(template => template.TemplateId).ToList();
        foreach (var template in templates.Where(template => !IsOverlooked(template, part)))
            yield return template;
        await AtEndOfRead(Interlocked.Increment(ref _fullReads)).WaitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<GalleryTemplate>> ReadSubjectsAsync(
        IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken)
    {
        await AtSubjectRead().WaitAsync(cancellationToken);
        foreach (var subject in subjects)
            SubjectsRead.Enqueue(subject);
        return [.. subjects.SelectMany(subject => _subjects.GetValueOrDefault(subject, []))];
    }

    public Task<GalleryManifest> ManifestAsync(CancellationToken cancellationToken) => Task.FromResult(Manifest);

    public Task<GalleryChanges> ChangesSinceAsync(long version, CancellationToken cancellationToken)
    {
        lock (_writing)
        {
            return Task.FromResult(new GalleryChanges(
                [.. _changed.Where(change => change.Value > version).Select(change => change.Key)], _manifest.Version));
        }
    }

    public async Task<string> MarkAsync(CancellationToken cancellationToken)
    {
        await AtMark();
        lock (_writing)
        {
            Marked++;
            return _marks[^1];
        }
    }

    public Task<bool> RemembersAsync(string mark, CancellationToken cancellationToken)
    {
        lock (_writing)
            return Task.FromResult(_marks.Contains(mark));
    }

    /// <summary>A backup: the truth as it is now, which goes its own way from here.</summary>
    public MemoryTruth Copy()
    {
        lock (_writing)
        {
            var copy = new MemoryTruth(_manifest.Current.ShardCount) { _manifest = _manifest };
            foreach (var (subject, templates) in _subjects)
                copy._subjects[subject] = templates;
            foreach (var (subject, version) in _changed)
                copy._changed[subject] = version;
            copy._marks.AddRange(_marks[1..]);
            copy._marks[0] = _marks[0];
            return copy;
        }
    }

    private IEnumerable<GalleryTemplate> Of(ShardRange part) =>
        _subjects.Where(subject => part.Contains(subject.Key)).SelectMany(subject => subject.Value);

    private void Change(Guid subject, Action change)
    {
        lock (_writing)
        {
            change();
            _manifest = _manifest with { Version = _manifest.Version + 1 };
            _changed[subject] = _manifest.Version;
            _marks.Add(NewMark());
        }
    }

    private static string NewMark() => Guid.NewGuid().ToString();
}
