using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index;

/// <summary>What tests of memory need to see, since no answer of the index shows it.</summary>
public sealed partial class ExactIndex
{
    /// <summary>Holds the current version as a running search does.</summary>
    internal Snapshot HoldSnapshot() => _chain.Hold();

    internal void ReleaseSnapshot(Snapshot snapshot) => _chain.Release(snapshot);

    internal IReadOnlyList<Page> Pages() => [.. _chain.Current.Pages.Select(view => view.Page).OfType<Page>()];

    /// <summary>Copies of the memory in which idle jobs keep queries while they run.</summary>
    internal IReadOnlyList<byte[]> WorkingMemory() => _jobs.QueryMemory();
}
