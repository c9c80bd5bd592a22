namespace FaceMatch.Index;

/// <summary>
/// Finds what an index has to read again after it was opened from files: give it every subject of the truth once, without
/// vectors, and it names those that the index shows otherwise, shows not at all, or shows although the truth has them no more.
/// Nobody may write to the index meanwhile.
/// </summary>
public sealed class IndexComparison(ExactIndex index)
{
    private readonly HashSet<Guid> _seen = [];
    private readonly List<Guid> _differing = [];

    /// <param name="templates">Those with an id above zero; what is made of them (ids below zero) follows from them.</param>
    public void See(Guid subject, IReadOnlyCollection<long> templates, IReadOnlyCollection<Guid> watchlists, DateTimeOffset searchableUntil)
    {
        if (_seen.Add(subject) && !index.Shows(subject, templates, watchlists, searchableUntil))
            _differing.Add(subject);
    }

    /// <summary>The subjects to read again; those that the truth does not know come out empty and are removed.</summary>
    public IReadOnlyList<Guid> Differing() => [.. _differing, .. index.Subjects().Where(subject => !_seen.Contains(subject))];
}
