using FaceMatch.Core.Searches;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Search;

/// <summary>Proposals in rank order, each with what its score means.</summary>
public partial class CandidateList
{
    [Inject]
    private IStringLocalizer<SearchText> T { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Words> W { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<CandidateView> Candidates { get; set; } = [];

    [Parameter]
    public IReadOnlyList<ReviewSummary> Reviews { get; set; } = [];

    /// <summary>Names of watchlists by id, as far as this account may know them.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, string> Lists { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private string? StateOf(CandidateView candidate) =>
        Reviews.FirstOrDefault(review => string.Equals(review.CandidateId, candidate.CandidateId, StringComparison.Ordinal))?.State;

    private string ListsOf(CandidateView candidate) =>
        string.Join(", ", candidate.WatchlistIds.Select(id => Lists.TryGetValue(id, out string? name) ? name : null).OfType<string>());
}
