using FaceMatch.Core.Alerts;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Watchlists;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Console.Alerts;

public enum FeedState
{
    Connecting,
    Live,
    Broken,
}

/// <summary>Alerts as they come, without a reload. A feed that breaks is taken up where it stopped, and the page says so.</summary>
public partial class AlertsPage
{
    /// <summary>As in the style sheet: the virtual list places rows by it.</summary>
    private const float RowHeight = 124;

    /// <summary>An account that was closed sees no more alerts after this long.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    private static readonly string[] States = ["open", "disputed", "lead", "dismissed", "inconclusive"];

    private readonly AlertBoard _board = new();
    private FeedState _feed = FeedState.Connecting;
    private bool _opened;
    private string? _text;
    private string? _state;
    private string? _list;
    private IReadOnlyList<WatchlistView>? _lists;
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>(StringComparer.Ordinal);

    [Inject]
    private IStringLocalizer<AlertsText> T { get; set; } = null!;

    [Inject]
    private ILogger<AlertsPage> Logger { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _lists = await WhereAllowedAsync<IWatchlistService, IReadOnlyList<WatchlistView>>(
            (service, actor) => service.ListAsync(actor, Leaving));
        _names = (_lists ?? []).ToDictionary(list => list.Id, list => list.Name, StringComparer.Ordinal);
        await TryAsync(async () => _board.Open(await Desk.AskAsync<IAlertService, IReadOnlyList<AlertView>>(
            (service, actor) => service.LatestAsync(actor, AlertBoard.Capacity, Leaving))));
        _opened = true;
        if (Refusal is null) _ = FollowAsync();
    }

    private async Task FollowAsync()
    {
        while (!Leaving.IsCancellationRequested)
        {
            try
            {
                await ReadAsync();
                await SayAsync(FeedState.Broken);
                await PauseAsync();
            }
            catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException)
            {
                // The turn is over: the next one asks anew who sits here.
            }
            catch (RefusalException refusal)
            {
                Refusal = refusal;
                await SayAsync(FeedState.Broken);
                return;
            }
            catch (Exception fault)
            {
                LogFeedBroke(Logger, fault);
                await SayAsync(FeedState.Broken);
                await PauseAsync();
            }
        }
    }

    private async Task ReadAsync()
    {
        using CancellationTokenSource turn = new(AskAgainAfter, Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(turn.Token, Leaving);
        await Desk.TellAsync<IAlertService>(async (service, actor) =>
        {
            await SayAsync(FeedState.Live);
            await foreach (AlertView alert in service.StreamAsync(actor, _board.Cursor, either.Token))
            {
                await InvokeAsync(() =>
                {
                    _board.Receive(alert);
                    StateHasChanged();
                });
            }
        });
    }

    private Task PauseAsync() => Task.Delay(TryAgainAfter, Clock, CancellationToken.None);

    private Task SayAsync(FeedState state) => InvokeAsync(() =>
    {
        _feed = state;
        StateHasChanged();
    });

    private void TogglePause()
    {
        if (_board.Paused) _board.Resume();
        else _board.Pause();
    }
}
