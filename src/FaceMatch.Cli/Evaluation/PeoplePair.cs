namespace FaceMatch.Cli.Evaluation;

/// <summary>Two folders of a labelled set, in alphabetical order.</summary>
internal readonly record struct PeoplePair(string First, string Second)
{
    public static PeoplePair Of(string one, string other) =>
        string.CompareOrdinal(one, other) <= 0 ? new PeoplePair(one, other) : new PeoplePair(other, one);
}
