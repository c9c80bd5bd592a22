using FaceMatch.Core.Galleries;

namespace FaceMatch.Cluster.Shards;

/// <summary>What went into an index and out of it, by subject, to be held against the truth's own count.</summary>
internal sealed class ProofTally
{
    private readonly Dictionary<Guid, Held> _held = [];

    public void Add(Guid subject, long templateId, DateTimeOffset until)
    {
        // Fused templates are made on the way and have no row of their own to be counted.
        if (templateId < 0)
            return;
        var held = _held.GetValueOrDefault(subject);
        _held[subject] = new Held(held.Templates + 1, unchecked(held.Checksum + ShardProof.Mix(templateId)), until);
    }

    public void Replace(IReadOnlyCollection<Guid> subjects, IEnumerable<GalleryTemplate> templates)
    {
        foreach (var subject in subjects)
            _held.Remove(subject);
        foreach (var template in templates)
            Add(template.SubjectId, template.TemplateId, template.SearchableUntil);
    }

    public ShardProof Sum(long version, DateTimeOffset at)
    {
        long templates = 0;
        ulong checksum = 0;
        foreach (var held in _held.Values)
        {
            if (held.Until <= at)
                continue;
            templates += held.Templates;
            checksum = unchecked(checksum + held.Checksum);
        }

        return new ShardProof(version, templates, checksum, at);
    }

    private readonly record struct Held(int Templates, ulong Checksum, DateTimeOffset Until);
}
