using FaceMatch.Core.Accounts;
using FaceMatch.Core.Reviews;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Reviews;

/// <summary>
/// One candidate, judged blind. What must stay hidden never reaches this page: the service leaves it out until the
/// reader has judged.
/// </summary>
public partial class ReviewPage
{
    private const int NextLookedFor = 2;

    private ReviewCandidateView? _candidate;
    private string? _next;

    [Inject]
    private IStringLocalizer<ReviewsText> T { get; set; } = null!;

    [Parameter]
    public Guid CandidateId { get; set; }

    /// <summary>The form is for whoever can still give an opinion; the service decides it again.</summary>
    private bool Judging => _candidate is { Mine: null } candidate
        && (candidate.State is "open" ? Me.HasAny(Role.Reviewer, Role.SeniorReviewer) : candidate.State is "disputed" && Me.Has(Role.SeniorReviewer));

    protected override async Task OnParametersSetAsync()
    {
        _candidate = null;
        _next = null;
        await TryAsync(async () => _candidate = await Desk.AskAsync<IReviewService, ReviewCandidateView>(
            (service, actor) => service.GetAsync(actor, CandidateId, Leaving)));
        if (_candidate?.Mine is not null) await FindNextAsync();
    }

    private async Task GiveAsync(OpinionRequest opinion)
    {
        bool given = await TryAsync(async () => _candidate = await Desk.AskAsync<IReviewService, ReviewCandidateView>(
            (service, actor) => service.GiveOpinionAsync(actor, CandidateId, opinion, Leaving)));
        if (given) await FindNextAsync();
    }

    private async Task FindNextAsync()
    {
        IReadOnlyList<ReviewCandidateView>? queue = await WhereAllowedAsync<IReviewService, IReadOnlyList<ReviewCandidateView>>(
            (service, actor) => service.QueueAsync(actor, NextLookedFor, Leaving));
        _next = queue?.FirstOrDefault(waiting => !string.Equals(waiting.CandidateId, CandidateId.ToString(), StringComparison.OrdinalIgnoreCase))?.CandidateId;
    }
}
