using FaceMatch.Core.Subjects;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Watchlists;

/// <summary>Enrolments that wait for the second person (oversight rule 6).</summary>
public partial class ApprovalsPage
{
    private List<SubjectView>? _pending;
    private string? _next;

    [Inject]
    private IStringLocalizer<WatchlistsText> T { get; set; } = null!;

    protected override async Task OnInitializedAsync() => await TryAsync(() => LoadAsync(after: null));

    private async Task MoreAsync() => await TryAsync(() => LoadAsync(_next));

    private async Task LoadAsync(string? after)
    {
        Page<SubjectView> page = await Desk.AskAsync<ISubjectService, Page<SubjectView>>(
            (service, actor) => service.ListAsync(actor, new SubjectFilter(State: "pending", After: after), Leaving));
        _pending = after is null || _pending is null ? [.. page.Items] : [.. _pending, .. page.Items];
        _next = page.Next;
    }

    private async Task ApproveAsync(SubjectView subject) => await TryAsync(async () =>
    {
        await Desk.AskAsync<ISubjectService, SubjectView>((service, actor) => service.ApproveAsync(actor, Guid.Parse(subject.Id), Leaving));
        _pending?.Remove(subject);
    });
}
