using System.Runtime.InteropServices;
using FaceMatch.Core.Galleries;
using FaceMatch.Index;

namespace FaceMatch.Cluster.Shards;

/// <summary>
/// A part of the gallery as of some version of the truth: filled once, or taken from the files of an earlier run, then read on. One
/// reader at a time; searches of the index go on meanwhile.
/// </summary>
/// <param name="keeper">Keeps it in files; null where nothing is kept.</param>
internal sealed class ShardCopy(ShardKey key, IGallerySource source, ShardRange part, IGalleryIndex index, ShardKeeper? keeper)
{
    /// <summary>Enough to make a published version rare, few enough to leave the turn often.</summary>
    private const int LoadChunk = 1024;

    private long _seen = -1;

    public ShardKey Key => key;

    public IGalleryIndex Index => index;

    public ShardKeeper? Keeper => keeper;

    /// <summary>Version of the truth up to which every change of this part is in the index; -1 before it was filled.</summary>
    public long Seen => Volatile.Read(ref _seen);

    /// <summary>What came of <see cref="ProveAsync"/>. A copy that agreed once is read on as every other is.</summary>
    public TruthAgreement Agreement { get; private set; }

    /// <summary>
    /// Goes on from what an earlier run left, if that is of this truth's own past, and if with all that changed since it is what the
    /// truth counts. Otherwise the index is empty afterwards.
    /// </summary>
    /// <returns>False when it has to be filled. The reason is null where there was nothing to go on from.</returns>
    public async Task<(bool Resumed, string? Reason)> TryResumeAsync(CancellationToken cancellationToken)
    {
        var (note, reason) = keeper?.ReadNote() ?? (null, null);
        if (note is not null)
        {
            reason = await WhyNotOurPastAsync(note, cancellationToken);
            if (reason is null)
            {
                Volatile.Write(ref _seen, note.Seen);
                await ProveAsync(cancellationToken);
                if (Agreement == TruthAgreement.Agrees)
                    return (true, null);
                reason = "They do not hold what the truth counts.";
            }
        }

        Empty();
        return (false, reason);
    }

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
        // After a long pause there may be many.
        foreach (var subjects in changes.Subjects.Where(part.Contains).Chunk(LoadChunk))
        {
            var templates = await source.ReadSubjectsAsync(subjects, cancellationToken);
            var removed = index.ReplaceSubjects(subjects, templates.Select(Entry).ToArray());
            keeper?.Follow(removed);
        }

        Volatile.Write(ref _seen, changes.Version);
    }

    /// <summary>Reads on, and holds what is then in the index against the truth's own count.</summary>
    public async Task ProveAsync(CancellationToken cancellationToken)
    {
        await ReadOnAsync(cancellationToken);
        var proof = await source.ProveAsync(part, Seen, cancellationToken);
        Agreement = await Task.Run(() => Agrees(proof), cancellationToken) ? TruthAgreement.Agrees : TruthAgreement.Differs;
    }

    private async Task<string?> WhyNotOurPastAsync(ShardNote note, CancellationToken cancellationToken)
    {
        var remembered = await source.RemembersAsync(note.Mark, cancellationToken);
        return remembered && note.Seen <= (await source.ManifestAsync(cancellationToken)).Version
            ? null
            : "They are of another database, or of a later state than the one that it was put back to.";
    }

    /// <summary>Fused templates are made on the way and have no row of their own to be counted.</summary>
    private bool Agrees(ShardProof proof)
    {
        var changed = proof.Changed.ToHashSet();
        var (templates, checksum) = (0L, 0UL);
        index.Visit((template, subject, until) =>
        {
            if (template < 0 || until <= proof.At || changed.Contains(subject))
                return;
            templates++;
            checksum = unchecked(checksum + ShardProof.Mix(template));
        });
        return templates == proof.Templates && checksum == proof.Checksum;
    }

    private void Empty()
    {
        var all = new List<long>();
        index.Visit((template, _, _) => all.Add(template));
        var removed = index.Remove(CollectionsMarshal.AsSpan(all));
        keeper?.Follow(removed);
    }

    private void AddChunk(List<IndexEntry> chunk)
    {
        index.Add(CollectionsMarshal.AsSpan(chunk));
        chunk.Clear();
    }

    private static IndexEntry Entry(GalleryTemplate template) =>
        new(template.TemplateId, template.SubjectId, template.Watchlists, template.SearchableUntil, template.Vector);
}
