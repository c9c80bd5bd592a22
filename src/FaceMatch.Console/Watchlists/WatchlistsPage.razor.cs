using FaceMatch.Core.Watchlists;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Watchlists;

public partial class WatchlistsPage
{
    private static readonly string[] Fields = ["name", "category", "purpose"];

    private IReadOnlyList<WatchlistView>? _lists;
    private bool _adding;
    private string? _name;
    private string _category = "";
    private string? _purpose;

    [Inject]
    private IStringLocalizer<WatchlistsText> T { get; set; } = null!;

    protected override async Task OnInitializedAsync() => await TryAsync(LoadAsync);

    private async Task LoadAsync() => _lists = await Desk.AskAsync<IWatchlistService, IReadOnlyList<WatchlistView>>(
        (service, actor) => service.ListAsync(actor, Leaving));

    private async Task AddAsync()
    {
        bool added = await TryAsync(async () =>
        {
            await Desk.AskAsync<IWatchlistService, CreatedWatchlist>(
                (service, actor) => service.CreateAsync(actor, new CreateWatchlistRequest(_name, _purpose, _category), Leaving));
            await LoadAsync();
        });
        if (!added) return;
        _adding = false;
        _name = _purpose = null;
        _category = "";
    }
}
