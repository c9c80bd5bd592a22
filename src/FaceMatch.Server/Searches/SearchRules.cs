using FaceMatch.Core.Refusals;
using FaceMatch.Core.Searches;

namespace FaceMatch.Server.Searches;

/// <param name="Watchlists">Null is every list.</param>
internal sealed record SearchTerms(
    string CaseReference, string LegalReference, string Justification, IReadOnlyList<Guid>? Watchlists, int Limit, int? FaceIndex);

/// <summary>What a search must carry before the picture is even looked at (oversight rule 9).</summary>
internal static class SearchRules
{
    public const int LongestReference = 200;
    public const int LongestJustification = 2_000;

    /// <summary>A person reads twenty candidates; beyond a hundred nobody compares with care.</summary>
    public const int MostCandidates = 100;

    public const int UsualCandidates = 20;

    /// <exception cref="RefusalException"><c>invalid-fields</c>, all faults at once.</exception>
    public static SearchTerms Check(SearchRequest request)
    {
        FieldFaults faults = new();
        faults
            .When(request.Image.IsEmpty, "image", "is missing or empty: send the probe picture")
            .Text("caseReference", request.CaseReference, LongestReference, "give the number of the case file")
            .Text("legalReference", request.LegalReference, LongestReference, "give the offence, proceeding or missing-person reference")
            .Text("justification", request.Justification, LongestJustification, "say why this search is needed")
            .When(request.Limit is < 1 or > MostCandidates, "limit", $"must be 1 to {MostCandidates}")
            .When(request.FaceIndex < 0, "faceIndex", "must be 0 or more");
        IReadOnlyList<Guid>? watchlists = Watchlists(request.WatchlistIds, faults);
        faults.ThrowIfAny();
        return new SearchTerms(
            request.CaseReference!.Trim(), request.LegalReference!.Trim(), request.Justification!.Trim(), watchlists,
            request.Limit ?? UsualCandidates, request.FaceIndex);
    }

    private static List<Guid>? Watchlists(IReadOnlyList<string>? ids, FieldFaults faults)
    {
        List<Guid> parsed = [];
        foreach (string id in (ids ?? []).SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!Guid.TryParse(id, out Guid list)) faults.Add("watchlistIds", "holds something that is not the id of a watchlist");
            else if (!parsed.Contains(list)) parsed.Add(list);
        }

        return parsed.Count > 0 ? parsed : null;
    }
}
