using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Watchlists;

/// <summary>One list and the subjects on it, a page at a time.</summary>
public partial class WatchlistPage
{
    private static readonly string[] States = ["pending", "approved", "suspended"];

    private WatchlistView? _list;
    private List<SubjectView>? _subjects;
    private string? _next;
    private string? _text;
    private string? _state;

    [Inject]
    private IStringLocalizer<WatchlistsText> T { get; set; } = null!;

    [Parameter]
    public Guid WatchlistId { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        await TryAsync(async () =>
        {
            IReadOnlyList<WatchlistView> lists = await Desk.AskAsync<IWatchlistService, IReadOnlyList<WatchlistView>>(
                (service, actor) => service.ListAsync(actor, Leaving));
            _list = lists.FirstOrDefault(list => Guid.Parse(list.Id) == WatchlistId);
            await LoadAsync(after: null);
        });
    }

    private async Task FindAsync() => await TryAsync(() => LoadAsync(after: null));

    private async Task MoreAsync() => await TryAsync(() => LoadAsync(_next));

    private async Task LoadAsync(string? after)
    {
        SubjectFilter filter = new(
            string.IsNullOrEmpty(_state) ? null : _state, WatchlistId.ToString(), string.IsNullOrWhiteSpace(_text) ? null : _text.Trim(), after);
        Page<SubjectView> page = await Desk.AskAsync<ISubjectService, Page<SubjectView>>(
            (service, actor) => service.ListAsync(actor, filter, Leaving));
        _subjects = after is null || _subjects is null ? [.. page.Items] : [.. _subjects, .. page.Items];
        _next = page.Next;
    }
}
