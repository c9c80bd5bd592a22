using FaceMatch.Index.Exact;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index;

public sealed partial class ExactIndex
{
    private readonly Lock _writing = new();
    private readonly Dictionary<long, int> _slotOfTemplate = [];
    private readonly Dictionary<Guid, Enrolled> _subjects = [];
    private readonly LabelSets _labels = new();
    private readonly Stack<int> _holes = new();
    private readonly Stack<Page> _roomy = new();
    private int _nextSubjectNumber;

    public void Add(ReadOnlySpan<IndexEntry> entries)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            CheckEntries(entries, replaced: null);
            var draft = new Draft(this);
            foreach (ref readonly var entry in entries)
                Insert(draft, entry);
            draft.Publish();
        }
    }

    public int Remove(ReadOnlySpan<long> templateIds)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var draft = new Draft(this);
            var removed = 0;
            foreach (var id in templateIds)
            {
                if (!_slotOfTemplate.Remove(id, out var slot))
                    continue;
                Unlink(draft, slot);
                Retire(draft, slot);
                removed++;
            }

            draft.Publish();
            return removed;
        }
    }

    public int Relabel(ReadOnlySpan<long> templateIds, IReadOnlyList<Guid> watchlists, DateTimeOffset searchableUntil)
    {
        ArgumentNullException.ThrowIfNull(watchlists);
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var draft = new Draft(this);
            var found = 0;
            foreach (var id in templateIds)
            {
                if (!_slotOfTemplate.TryGetValue(id, out var slot))
                    continue;
                Move(draft, id, slot, watchlists, searchableUntil);
                found++;
            }

            draft.Publish();
            return found;
        }
    }

    public int ReplaceSubjects(ReadOnlySpan<Guid> subjects, ReadOnlySpan<IndexEntry> entries)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var replaced = new HashSet<Guid>();
            foreach (var subject in subjects)
                replaced.Add(subject);
            CheckEntries(entries, replaced);

            var draft = new Draft(this);
            var removed = 0;
            foreach (var subject in replaced)
                removed += RemoveSubject(draft, subject);
            foreach (ref readonly var entry in entries)
                Insert(draft, entry);
            draft.Publish();
            return removed;
        }
    }

    private unsafe void CheckEntries(ReadOnlySpan<IndexEntry> entries, HashSet<Guid>? replaced)
    {
        var ids = new HashSet<long>(entries.Length);
        foreach (ref readonly var entry in entries)
        {
            Quantizer.Check(entry.Vector.Span, Dimensions, nameof(entries));
            if (entry.Watchlists is null)
                throw new ArgumentException($"Template {entry.TemplateId} names no watchlists.", nameof(entries));
            if (replaced is not null && !replaced.Contains(entry.SubjectId))
                throw new ArgumentException($"Template {entry.TemplateId} is of a subject that is not replaced.", nameof(entries));
            if (!ids.Add(entry.TemplateId))
                throw new ArgumentException($"Template {entry.TemplateId} is given twice.", nameof(entries));
            if (!_slotOfTemplate.TryGetValue(entry.TemplateId, out var slot))
                continue;
            var (page, local) = Find(slot);
            if (replaced is null || !replaced.Contains(page.Subjects[local]))
                throw new ArgumentException($"Template {entry.TemplateId} is in the index already.", nameof(entries));
        }
    }

    private unsafe void Insert(Draft draft, in IndexEntry entry)
    {
        var (page, local) = draft.TakeSlot();
        var slot = page.Index * _layout.Slots + local;
        if (!_subjects.TryGetValue(entry.SubjectId, out var enrolled))
            enrolled = new Enrolled(_nextSubjectNumber++, FirstSlot: -1);

        page.Write(local, entry.Vector.Span, new SlotFacts(
            entry.TemplateId, entry.SubjectId, enrolled.Number, _labels.Take(entry.Watchlists), entry.SearchableUntil.UtcTicks), _access);
        page.NextOfSubject[local] = enrolled.FirstSlot;
        _subjects[entry.SubjectId] = enrolled with { FirstSlot = slot };
        _slotOfTemplate.Add(entry.TemplateId, slot);
        draft.Show(page, local);
    }

    /// <summary>A slot that a snapshot shows never changes: a template with other labels is a new slot.</summary>
    private unsafe void Move(
        Draft draft, long id, int slot, IReadOnlyList<Guid> watchlists, DateTimeOffset searchableUntil)
    {
        var (page, local) = Find(draft, slot);
        var subject = page.Subjects[local];
        // A row in a file is copied out, since writing the next one uses the same room.
        var vector = new ReadOnlySpan<float>(page.Vector(local, _access), Dimensions).ToArray();
        _slotOfTemplate.Remove(id);
        var (target, place) = draft.TakeSlot();
        target.Write(place, vector, new SlotFacts(
            id, subject, page.SubjectNumbers[local], _labels.Take(watchlists), searchableUntil.UtcTicks), _access);
        Array.Clear(vector);

        var moved = target.Index * _layout.Slots + place;
        target.NextOfSubject[place] = page.NextOfSubject[local];
        Relink(draft, subject, slot, moved);
        _slotOfTemplate.Add(id, moved);
        draft.Show(target, place);
        Retire(draft, slot);
    }

    private unsafe int RemoveSubject(Draft draft, Guid subject)
    {
        var removed = 0;
        if (!_subjects.Remove(subject, out var enrolled))
            return removed;
        for (var slot = enrolled.FirstSlot; slot >= 0;)
        {
            var (page, local) = Find(draft, slot);
            _slotOfTemplate.Remove(page.TemplateIds[local]);
            var next = page.NextOfSubject[local];
            Retire(draft, slot);
            removed++;
            slot = next;
        }

        return removed;
    }

    private unsafe void Unlink(Draft draft, int slot)
    {
        var (page, local) = Find(draft, slot);
        var subject = page.Subjects[local];
        Relink(draft, subject, slot, page.NextOfSubject[local]);
        if (_subjects[subject].FirstSlot < 0)
            _subjects.Remove(subject);
    }

    /// <summary>In the subject's chain, puts another slot (or the end, -1) where this one was.</summary>
    private unsafe void Relink(Draft draft, Guid subject, int slot, int instead)
    {
        var enrolled = _subjects[subject];
        if (enrolled.FirstSlot == slot)
        {
            _subjects[subject] = enrolled with { FirstSlot = instead };
            return;
        }

        for (var at = enrolled.FirstSlot; at >= 0;)
        {
            var (page, local) = Find(draft, at);
            if (page.NextOfSubject[local] == slot)
            {
                page.NextOfSubject[local] = instead;
                return;
            }

            at = page.NextOfSubject[local];
        }
    }

    private unsafe void Retire(Draft draft, int slot)
    {
        var (page, local) = Find(draft, slot);
        _labels.Drop(page.LabelSets[local]);
        draft.Hide(page, local);
    }

    private (Page Page, int Slot) Find(int slot) =>
        (_chain.Current.Pages[slot / _layout.Slots].Page!, slot % _layout.Slots);

    private (Page Page, int Slot) Find(Draft draft, int slot) =>
        (draft.PageAt(slot / _layout.Slots), slot % _layout.Slots);

    /// <param name="Number">Never used again for another subject, so that a number means one subject in every snapshot.</param>
    /// <param name="FirstSlot">Head of the chain of the subject's templates.</param>
    private readonly record struct Enrolled(int Number, int FirstSlot);
}
