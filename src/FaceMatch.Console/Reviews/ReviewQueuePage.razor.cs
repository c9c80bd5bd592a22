using FaceMatch.Core.Reviews;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Reviews;

/// <summary>What waits for this reviewer, in the order that the service gives: it tells nothing of the scores.</summary>
public partial class ReviewQueuePage
{
    private const int Shown = 60;

    private IReadOnlyList<ReviewCandidateView>? _queue;

    [Inject]
    private IStringLocalizer<ReviewsText> T { get; set; } = null!;

    protected override async Task OnInitializedAsync() => await TryAsync(async () =>
        _queue = await Desk.AskAsync<IReviewService, IReadOnlyList<ReviewCandidateView>>((service, actor) => service.QueueAsync(actor, Shown, Leaving)));
}
