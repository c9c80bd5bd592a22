namespace FaceMatch.Index.Snapshots;

/// <summary>
/// Which watchlists a slot's label set stands for. There are few distinct combinations of lists, so a slot carries the
/// number of its combination (4 bytes, any number of lists) and a filter becomes one flag a combination.
/// </summary>
/// <param name="setsOfList">For each watchlist the label sets that contain it.</param>
/// <param name="sets">The watchlists of each label set, by its number.</param>
internal sealed class LabelTable(Dictionary<Guid, int[]> setsOfList, Guid[][] sets)
{
    public static readonly LabelTable Empty = new([], []);

    /// <summary>Label sets are numbered below this.</summary>
    public int SetCount => sets.Length;

    /// <summary>In ascending order.</summary>
    public Guid[] ListsOf(int set) => sets[set];

    /// <summary>Sets a 1 for each label set that has one of the lists.</summary>
    /// <param name="allowed">At least <see cref="SetCount"/> long.</param>
    public void Allow(IReadOnlyList<Guid> lists, Span<byte> allowed)
    {
        allowed[..SetCount].Clear();
        for (var i = 0; i < lists.Count; i++)
        {
            if (!setsOfList.TryGetValue(lists[i], out var sets))
                continue;
            foreach (var set in sets)
                allowed[set] = 1;
        }
    }
}

/// <summary>The writer's side: counts the slots of each combination, so that a combination nobody has gives its number
/// back. A number may be reused at once: a snapshot keeps the table that its own live slots were written under.</summary>
internal sealed class LabelSets
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<Entry> _entries = [];
    private readonly Stack<int> _free = new();
    private LabelTable _published = LabelTable.Empty;
    private bool _changed;
    private (int Number, Guid[] Lists)? _last;

    /// <summary>The number of this combination, with one more slot that uses it.</summary>
    public int Take(IReadOnlyList<Guid> lists)
    {
        // A load hands over the templates of one watchlist one after the other.
        if (_last is { } last && Same(lists, last.Lists))
            return TakeAgain(last.Number);

        var number = Number(lists);
        _last = (number, [.. lists]);
        return number;
    }

    /// <summary>One more slot of a combination that has some.</summary>
    public int TakeAgain(int number)
    {
        _entries[number] = _entries[number] with { Slots = _entries[number].Slots + 1 };
        return number;
    }

    /// <summary>In ascending order.</summary>
    public ReadOnlySpan<Guid> ListsOf(int number) => _entries[number].Lists;

    private static bool Same(IReadOnlyList<Guid> lists, Guid[] others)
    {
        if (lists.Count != others.Length)
            return false;
        for (var i = 0; i < others.Length; i++)
        {
            if (lists[i] != others[i])
                return false;
        }

        return true;
    }

    private int Number(IReadOnlyList<Guid> lists)
    {
        var sorted = lists.Distinct().Order().ToArray();
        var key = string.Concat(sorted.Select(list => list.ToString("N")));
        if (_numbers.TryGetValue(key, out var number))
            return TakeAgain(number);

        _changed = true;
        var entry = new Entry(key, sorted, 1);
        if (_free.TryPop(out number))
        {
            _entries[number] = entry;
        }
        else
        {
            number = _entries.Count;
            _entries.Add(entry);
        }

        _numbers.Add(key, number);
        return number;
    }

    public void Drop(int number)
    {
        var entry = _entries[number];
        _entries[number] = entry with { Slots = entry.Slots - 1 };
        if (entry.Slots > 1)
            return;
        _changed = true;
        _last = null;
        _numbers.Remove(entry.Key);
        _free.Push(number);
    }

    public LabelTable Publish()
    {
        if (!_changed)
            return _published;
        _changed = false;
        var sets = new Dictionary<Guid, List<int>>();
        for (var number = 0; number < _entries.Count; number++)
        {
            if (_entries[number].Slots == 0)
                continue;
            foreach (var list in _entries[number].Lists)
            {
                if (!sets.TryGetValue(list, out var numbers))
                    sets.Add(list, numbers = []);
                numbers.Add(number);
            }
        }

        return _published = new LabelTable(sets.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()), [.. _entries.Select(entry => entry.Lists)]);
    }

    private readonly record struct Entry(string Key, Guid[] Lists, int Slots);
}
