using FaceMatch.Console.Shared;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Watchlists;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Search;

/// <summary>A search as it was asked and answered: the probe with its faces, and the candidates of each.</summary>
public partial class SearchResultPage
{
    private SearchView? _search;
    private int? _face;
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>(StringComparer.Ordinal);

    [Inject]
    private IStringLocalizer<SearchText> T { get; set; } = null!;

    [Parameter]
    public Guid SearchId { get; set; }

    private SearchFaceView? Face => _search?.Faces.FirstOrDefault(face => face.FaceIndex == _face);

    private static OverlayFace[] Overlay(SearchView search) =>
        [.. search.Faces.Select(face => new OverlayFace(face.FaceIndex, face.Box))];

    protected override async Task OnParametersSetAsync()
    {
        await TryAsync(async () =>
        {
            _search = await Desk.AskAsync<ISearchService, SearchView>((service, actor) => service.GetAsync(actor, SearchId, Leaving));
            _face = _search.Faces.FirstOrDefault(face => face.Candidates.Count > 0)?.FaceIndex ?? (_search.Faces is [var first, ..] ? first.FaceIndex : null);
        });
        IReadOnlyList<WatchlistView>? lists = await WhereAllowedAsync<IWatchlistService, IReadOnlyList<WatchlistView>>(
            (service, actor) => service.ListAsync(actor, Leaving));
        _names = (lists ?? []).ToDictionary(list => list.Id, list => list.Name, StringComparer.Ordinal);
    }
}
