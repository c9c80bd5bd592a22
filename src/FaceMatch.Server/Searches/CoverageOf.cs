using FaceMatch.Core.Galleries;

namespace FaceMatch.Server.Searches;

internal static class CoverageOf
{
    /// <summary>One search with several faces has covered what each of its faces has covered: the worst counts.</summary>
    /// <param name="answers">At least one.</param>
    public static Coverage All(IReadOnlyList<GalleryAnswer> answers)
    {
        Coverage worst = answers.MinBy(answer => answer.Coverage.ShardsAnswered)!.Coverage;
        string[] missing = [.. answers.SelectMany(answer => answer.Coverage.Missing).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        int answered = Math.Min(worst.ShardsAnswered, worst.ShardsTotal - missing.Length);
        return new Coverage(Math.Max(0, answered), worst.ShardsTotal, answers.Min(answer => answer.Coverage.TemplatesSearched), missing);
    }
}
