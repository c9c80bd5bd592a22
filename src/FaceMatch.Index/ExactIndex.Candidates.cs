using FaceMatch.Index.Exact;

namespace FaceMatch.Index;

/// <summary>What an approximate index needs of the exact one that it stands on.</summary>
public sealed partial class ExactIndex
{
    internal CandidateRanker CreateRanker() => new(_kernel, _layout, NewAccess());

    /// <summary>Ranks candidates of one query. The caller keeps writers out from before the candidates were found.</summary>
    /// <param name="candidates">Template ids, each once; those that are not there are passed over.</param>
    internal void Rank(CandidateRanker ranker, ReadOnlySpan<float> query, ReadOnlySpan<long> candidates)
    {
        ranker.Begin(query);
        foreach (var id in candidates)
        {
            if (_slotOfTemplate.TryGetValue(id, out var slot))
                ranker.Offer(slot);
        }
    }

    internal unsafe int CopyHits(CandidateRanker ranker, Span<IndexHit> destination)
    {
        var ranked = ranker.Hits;
        for (var i = 0; i < ranked.Length; i++)
        {
            var (page, slot) = Find(ranked[i].Slot);
            destination[i] = new IndexHit(ranked[i].TemplateId, page.Subjects[slot], ranked[i].Score);
        }

        return ranked.Length;
    }

    internal long[] TemplateIds()
    {
        lock (_writing)
            return [.. _slotOfTemplate.Keys];
    }

    internal unsafe List<long> TemplatesOf(ReadOnlySpan<Guid> subjects)
    {
        var templates = new List<long>();
        lock (_writing)
        {
            foreach (var subject in subjects)
            {
                for (var slot = _subjects.TryGetValue(subject, out var enrolled) ? enrolled.FirstSlot : -1; slot >= 0;)
                {
                    var (page, local) = Find(slot);
                    templates.Add(page.TemplateIds[local]);
                    slot = page.NextOfSubject[local];
                }
            }
        }

        return templates;
    }

    /// <summary>Whether the template is there with exactly this vector.</summary>
    internal unsafe bool Holds(long templateId, ReadOnlySpan<float> vector)
    {
        lock (_writing)
        {
            if (!_slotOfTemplate.TryGetValue(templateId, out var slot))
                return false;
            var (page, local) = Find(slot);
            return new ReadOnlySpan<float>(page.Vector(local, _access), Dimensions).SequenceEqual(vector);
        }
    }

    /// <summary>Copies the vectors of those templates that are there, one after the other.</summary>
    /// <param name="found">As long as ids: which they are.</param>
    /// <param name="vectors">As long as ids x <see cref="Dimensions"/>.</param>
    /// <returns>How many there are.</returns>
    internal unsafe int CopyVectors(ReadOnlySpan<long> ids, Span<long> found, Span<float> vectors)
    {
        var count = 0;
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            foreach (var id in ids)
            {
                if (!_slotOfTemplate.TryGetValue(id, out var slot))
                    continue;
                var (page, local) = Find(slot);
                new ReadOnlySpan<float>(page.Vector(local, _access), Dimensions).CopyTo(vectors[(count * Dimensions)..]);
                found[count++] = id;
            }
        }

        return count;
    }
}
