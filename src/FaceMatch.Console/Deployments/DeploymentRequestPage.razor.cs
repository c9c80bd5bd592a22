using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Watchlists;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Deployments;

/// <summary>Asking for a live use. The threshold is asked for as false alerts a day, which people can judge.</summary>
public partial class DeploymentRequestPage
{
    private const int UsualHours = 8;

    private static readonly string[] Fields =
        ["purpose", "area", "impactAssessment", "startsAt", "endsAt", "cameraIds", "watchlistIds", "threshold"];

    private readonly HashSet<string> _chosenCameras = new(StringComparer.Ordinal);
    private readonly HashSet<string> _chosenLists = new(StringComparer.Ordinal);
    private List<(string Id, string Name)> _cameras = [];
    private List<(string Id, string Name)> _lists = [];
    private string? _purpose;
    private string? _area;
    private string? _impact;
    private DateTime? _startsAt;
    private DateTime? _endsAt;
    private double? _perDay = 1;

    [Inject]
    private IStringLocalizer<DeploymentsText> T { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        DateTime now = Preferences.ToLocal(Clock.GetUtcNow());
        _startsAt = now.AddSeconds(-now.Second).AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        _endsAt = _startsAt.Value.AddHours(UsualHours);
        await TryAsync(async () =>
        {
            _cameras = [.. (await Desk.AskAsync<ICameraService, IReadOnlyList<CameraView>>(
                (service, actor) => service.ListAsync(actor, Leaving))).Select(camera => (camera.Id, $"{camera.Name} · {camera.Zone}"))];
            _lists = [.. (await Desk.AskAsync<IWatchlistService, IReadOnlyList<WatchlistView>>(
                (service, actor) => service.ListAsync(actor, Leaving))).Select(list => (list.Id, list.Name))];
        });
    }

    private async Task SubmitAsync()
    {
        CreateDeploymentRequest request = new(
            _purpose, [.. _chosenCameras], [.. _chosenLists], Moment(_startsAt), Moment(_endsAt),
            _perDay is null ? null : new ThresholdRequest(null, _perDay), _area, _impact);
        bool asked = await TryAsync(() => Desk.AskAsync<IDeploymentService, CreatedDeployment>(
            (service, actor) => service.CreateAsync(actor, request, Leaving)));
        if (asked) Navigation.NavigateTo("/deployments");
    }

    private DateTimeOffset? Moment(DateTime? local) => local is { } time ? Preferences.FromLocal(time) : null;
}
