using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Search;

/// <summary>Asking: a probe, which of its faces, and the ground for the search.</summary>
public partial class SearchPage
{
    private const int OwnShown = 20;

    private static readonly string[] Fields = ["caseReference", "legalReference", "justification"];

    private readonly HashSet<string> _lists = new(StringComparer.Ordinal);
    private ProbePicker? _picker;
    private byte[]? _image;
    private FacesPreview? _preview;
    private int? _face;
    private string? _case;
    private string? _legal;
    private string? _justification;
    private IReadOnlyList<WatchlistView>? _watchlists;
    private IReadOnlyList<SearchListItem>? _own;

    [Inject]
    private IStringLocalizer<SearchText> T { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _watchlists = await WhereAllowedAsync<IWatchlistService, IReadOnlyList<WatchlistView>>(
            (service, actor) => service.ListAsync(actor, Leaving));
        Page<SearchListItem>? own = await WhereAllowedAsync<ISearchService, Page<SearchListItem>>(
            (service, actor) => service.ListOwnAsync(actor, null, OwnShown, Leaving));
        _own = own?.Items;
    }

    private async Task ReadAsync(byte[]? image)
    {
        _image = null;
        _preview = null;
        _face = null;
        if (image is null) return;
        await TryAsync(async () =>
        {
            _preview = await Desk.AskAsync<ISearchService, FacesPreview>((service, actor) => service.PreviewAsync(actor, image, Leaving));
            _image = image;
            if (_preview.Faces.Count == 1) _face = _preview.Faces[0].FaceIndex;
        });
    }

    private void Choose(int? face) => _face = face;

    private void Tick(string list, ChangeEventArgs change)
    {
        if (change.Value is true) _lists.Add(list);
        else _lists.Remove(list);
    }

    private async Task SubmitAsync()
    {
        if (_image is not { } image || Busy) return;
        SearchRequest request = new(
            image, _case, _legal, _justification, _lists.Count > 0 ? [.. _lists] : null, Limit: null, FaceIndex: _face);
        await TryAsync(async () =>
        {
            SearchView answer = await Desk.AskAsync<ISearchService, SearchView>((service, actor) => service.SearchAsync(actor, request, Leaving));
            Navigation.NavigateTo($"/searches/{answer.SearchId}");
        });
    }
}
