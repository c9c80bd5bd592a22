namespace FaceMatch.Core.Subjects;

/// <summary>Why a person may be on a watchlist: a closed list (oversight rule 7).</summary>
public enum SubjectCategory
{
    /// <summary>Wanted under a judicial notice, for an offence with a maximum of four years or more.</summary>
    Wanted,
    ImminentThreat,
    MissingPerson,
    Victim,
}

public static class SubjectCategories
{
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<SubjectCategory>().Select(ToWire)];

    public static string ToWire(this SubjectCategory category) => category switch
    {
        SubjectCategory.Wanted => "wanted",
        SubjectCategory.ImminentThreat => "imminent-threat",
        SubjectCategory.MissingPerson => "missing-person",
        SubjectCategory.Victim => "victim",
        _ => throw new ArgumentOutOfRangeException(nameof(category)),
    };

    /// <summary>Reads the name of a category; case and separators are forgiven.</summary>
    public static bool TryParse(string? name, out SubjectCategory category)
    {
        string letters = new([.. (name ?? "").Where(char.IsAsciiLetter).Select(char.ToLowerInvariant)]);
        switch (letters)
        {
            case "wanted" or "wantedjudicialnotice":
                category = SubjectCategory.Wanted;
                return true;
            case "imminentthreat" or "threat":
                category = SubjectCategory.ImminentThreat;
                return true;
            case "missingperson" or "missing":
                category = SubjectCategory.MissingPerson;
                return true;
            case "victim":
                category = SubjectCategory.Victim;
                return true;
            default:
                category = default;
                return false;
        }
    }
}
