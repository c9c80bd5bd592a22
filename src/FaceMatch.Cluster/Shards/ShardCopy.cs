using System.Runtime.InteropServices;
using FaceMatch.Core.Galleries;
using FaceMatch.Index;

namespace FaceMatch.Cluster.Shards;

/// <summary>
/// A part of the gallery as of some version of the truth: filled once, then read on. One reader at a time; searches of the
/// index go on meanwhile.
/// </summary>
/// <param name="tally">Kept while the generation is being built; null afterwards, since it costs memory.</param>
internal sealed class ShardCopy(IGallerySource source, ShardRange part, IGalleryIndex index, ProofTally? tally)
{
    /// <summary>Enough to make a published version rare, few enough to leave the turn often.</summary>
    private const int LoadChunk = 1024;

    private long _seen = -1;
    private ProofTally? _tally = tally;

    public IGalleryIndex Index => index;

    /// <summary>Version of the truth up to which every change of this part is in the index; -1 before it was filled.</summary>
    public long Seen => Volatile.Read(ref _seen);

    /// <summary>What came of <see cref="ProveAsync"/>. A copy that agreed once is read on as every other is.</summary>
    public TruthAgreement Agreement { get; private set; }

    /// <summary>Reads the whole part. The index must be empty.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        // Before the rows: what changes while they are read is read once more afterwards.
        var version = (await source.ManifestAsync(cancellationToken)).Version;
        var chunk = new List<IndexEntry>(LoadChunk);
        await foreach (var template in source.ReadAllAsync(part, cancellationToken))
        {
            chunk.Add(Entry(template));
            if (chunk.Count == LoadChunk)
                AddChunk(chunk);
        }

        AddChunk(chunk);
        Volatile.Write(ref _seen, version);
    }

    /// <summary>Reads what changed since. Afterwards no search of the index shows what was before.</summary>
    public async Task ReadOnAsync(CancellationToken cancellationToken)
    {
        var changes = await source.ChangesSinceAsync(Seen, cancellationToken);
        Guid[] subjects = [.. changes.Subjects.Where(part.Contains)];
        if (subjects.Length > 0)
        {
            var templates = await source.ReadSubjectsAsync(subjects, cancellationToken);
            index.ReplaceSubjects(subjects, templates.Select(Entry).ToArray());
            _tally?.Replace(subjects, templates);
        }

        Volatile.Write(ref _seen, changes.Version);
    }

    /// <summary>Reads on, and holds what is then in the index against the truth's own count. Nothing to do where no tally is kept.</summary>
    public async Task ProveAsync(CancellationToken cancellationToken)
    {
        await ReadOnAsync(cancellationToken);
        if (_tally is not { } tally)
            return;
        var proof = await source.ProveAsync(part, Seen, cancellationToken);
        Agreement = tally.Agrees(proof) ? TruthAgreement.Agrees : TruthAgreement.Differs;
    }

    public void ForgetTally() => _tally = null;

    private void AddChunk(List<IndexEntry> chunk)
    {
        index.Add(CollectionsMarshal.AsSpan(chunk));
        foreach (var entry in chunk)
            _tally?.Add(entry.SubjectId, entry.TemplateId, entry.SearchableUntil);
        chunk.Clear();
    }

    private static IndexEntry Entry(GalleryTemplate template) =>
        new(template.TemplateId, template.SubjectId, template.Watchlists, template.SearchableUntil, template.Vector);
}
