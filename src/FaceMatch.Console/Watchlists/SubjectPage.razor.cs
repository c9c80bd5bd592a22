using FaceMatch.Core.Accounts;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Watchlists;

/// <summary>One subject: the ground for the entry, its pictures, and what may be done with it.</summary>
public partial class SubjectPage
{
    private SubjectView? _subject;
    private IReadOnlyList<WatchlistView> _lists = [];
    private IReadOnlyList<DuplicateView>? _duplicates;
    private int _added;
    private string _list = "";
    private string? _reason;
    private string? _receipt;

    [Inject]
    private IStringLocalizer<WatchlistsText> T { get; set; } = null!;

    [Parameter]
    public Guid SubjectId { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        _duplicates = null;
        _receipt = null;
        await TryAsync(LoadAsync);
        _lists = await WhereAllowedAsync<IWatchlistService, IReadOnlyList<WatchlistView>>(
            (service, actor) => service.ListAsync(actor, Leaving)) ?? [];
    }

    private async Task LoadAsync() => _subject = await Desk.AskAsync<ISubjectService, SubjectView>(
        (service, actor) => service.GetAsync(actor, SubjectId, Leaving));

    private Task ApproveAsync() => ChangeAsync((service, actor) => service.ApproveAsync(actor, SubjectId, Leaving));

    private Task SuspendAsync() => ChangeAsync((service, actor) => service.SuspendAsync(actor, SubjectId, _reason, Leaving));

    private async Task ChangeAsync(Func<ISubjectService, Actor, Task<SubjectView>> change) =>
        await TryAsync(async () => _subject = await Desk.AskAsync(change));

    private async Task DeleteAsync() => await TryAsync(async () =>
    {
        DeletedSubject deleted = await Desk.AskAsync<ISubjectService, DeletedSubject>(
            (service, actor) => service.DeleteAsync(actor, SubjectId, _reason, Leaving));
        _subject = null;
        _receipt = deleted.ReceiptId;
    });

    private async Task AddImageAsync(AddImageRequest request) => await TryAsync(async () =>
    {
        AddedImage added = await Desk.AskAsync<ISubjectService, AddedImage>(
            (service, actor) => service.AddImageAsync(actor, SubjectId, request, Leaving));
        _duplicates = added.Duplicates;
        _added++;
        await LoadAsync();
    });

    private async Task AddToListAsync() => await TryAsync(async () =>
    {
        await Desk.TellAsync<IWatchlistService>((service, actor) => service.AddSubjectAsync(actor, Guid.Parse(_list), SubjectId, Leaving));
        _list = "";
        await LoadAsync();
    });

    private IEnumerable<WatchlistView> Joinable(SubjectView subject) =>
        _lists.Where(list => !subject.WatchlistIds.Contains(list.Id, StringComparer.Ordinal));

    private string ListNames(SubjectView subject) => string.Join(
        ", ", subject.WatchlistIds.Select(id => _lists.FirstOrDefault(list => string.Equals(list.Id, id, StringComparison.Ordinal))?.Name ?? id));
}
