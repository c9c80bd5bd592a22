namespace FaceMatch.Core.Refusals;

/// <summary>Collects the faults of a request so that its sender hears of all of them at once.</summary>
public sealed class FieldFaults
{
    private readonly SortedDictionary<string, List<string>> _faults = new(StringComparer.Ordinal);

    public bool Any => _faults.Count > 0;

    public FieldFaults Add(string field, string fault)
    {
        if (!_faults.TryGetValue(field, out List<string>? faults)) _faults[field] = faults = [];
        faults.Add(fault);
        return this;
    }

    /// <summary>The text must be there and fit.</summary>
    public FieldFaults Text(string field, string? value, int longest, string advice)
    {
        if (string.IsNullOrWhiteSpace(value)) return Add(field, $"is missing: {advice}");
        return value.Length > longest ? Add(field, $"is longer than {longest} characters; shorten it") : this;
    }

    public FieldFaults OptionalText(string field, string? value, int longest) =>
        value?.Length > longest ? Add(field, $"is longer than {longest} characters; shorten it") : this;

    public FieldFaults When(bool faulty, string field, string fault) => faulty ? Add(field, fault) : this;

    /// <exception cref="RefusalException">Code <c>invalid-fields</c>, when there is any fault.</exception>
    public void ThrowIfAny()
    {
        if (!Any) return;
        throw Refuse.Fields(_faults.ToDictionary(fault => fault.Key, fault => fault.Value.ToArray(), StringComparer.Ordinal));
    }
}
