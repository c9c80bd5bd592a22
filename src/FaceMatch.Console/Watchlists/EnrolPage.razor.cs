using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Watchlists;

/// <summary>Everything that an entry must carry (oversight rule 5), asked for at once; pictures follow on the subject's page.</summary>
public partial class EnrolPage
{
    private static readonly string[] Fields =
    [
        "referenceNumber", "category", "legalInstrument", "legalReference", "requestingUnit", "necessity", "reviewAt", "expiresAt",
        "displayName", "bornYear",
    ];

    private readonly EnrolmentForm _form = new();
    private IReadOnlyList<WatchlistView>? _lists;
    private string _list = "";

    [Inject]
    private IStringLocalizer<WatchlistsText> T { get; set; } = null!;

    [SupplyParameterFromQuery]
    public string? Watchlist { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _form.RequestingUnit = Me.Unit;
        await TryAsync(async () => _lists = await Desk.AskAsync<IWatchlistService, IReadOnlyList<WatchlistView>>(
            (service, actor) => service.ListAsync(actor, Leaving)));
        if (_lists?.FirstOrDefault(list => string.Equals(list.Id, Watchlist, StringComparison.OrdinalIgnoreCase)) is not { } wanted) return;
        _list = wanted.Id;
        _form.Category = wanted.Category;
    }

    private async Task EnrolAsync()
    {
        if (Busy) return;
        await TryAsync(async () =>
        {
            CreatedSubject subject = await Desk.AskAsync<ISubjectService, CreatedSubject>(
                (service, actor) => service.EnrolAsync(actor, _form.ToRequest(Preferences.FromLocal), Leaving));
            if (Guid.TryParse(_list, out Guid list))
            {
                await Desk.TellAsync<IWatchlistService>(
                    (service, actor) => service.AddSubjectAsync(actor, list, Guid.Parse(subject.Id), Leaving));
            }

            Navigation.NavigateTo($"/subjects/{subject.Id}");
        });
    }
}
