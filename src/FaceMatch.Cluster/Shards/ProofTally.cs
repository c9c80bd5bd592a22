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

    /// <summary>Whether the index holds what the truth counted. The proof must be about the version that the index has read to.</summary>
    public bool Agrees(ShardProof proof)
    {
        var changed = proof.Changed.ToHashSet();
        long templates = 0;
        ulong checksum = 0;
        foreach (var (subject, held) in _held)
        {
            if (held.Until <= proof.At || changed.Contains(subject))
                continue;
            templates += held.Templates;
            checksum = unchecked(checksum + held.Checksum);
        }

        return templates == proof.Templates && checksum == proof.Checksum;
    }

    private readonly record struct Held(int Templates, ulong Checksum, DateTimeOffset Until);
}
