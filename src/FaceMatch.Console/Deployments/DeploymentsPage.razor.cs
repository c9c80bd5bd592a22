using System.Globalization;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Watchlists;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Deployments;

/// <summary>Every live use: asked for, approved, running, stopped.</summary>
public partial class DeploymentsPage
{
    private const double LeastShown = 0.001;

    private IReadOnlyList<DeploymentView>? _all;
    private Dictionary<string, string> _cameras = new(StringComparer.Ordinal);
    private Dictionary<string, string> _lists = new(StringComparer.Ordinal);
    private string? _acted;

    [Inject]
    private IStringLocalizer<DeploymentsText> T { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        IReadOnlyList<CameraView>? cameras = await WhereAllowedAsync<ICameraService, IReadOnlyList<CameraView>>(
            (service, actor) => service.ListAsync(actor, Leaving));
        _cameras = (cameras ?? []).ToDictionary(camera => camera.Id, camera => camera.Name, StringComparer.Ordinal);
        IReadOnlyList<WatchlistView>? lists = await WhereAllowedAsync<IWatchlistService, IReadOnlyList<WatchlistView>>(
            (service, actor) => service.ListAsync(actor, Leaving));
        _lists = (lists ?? []).ToDictionary(list => list.Id, list => list.Name, StringComparer.Ordinal);
        await TryAsync(LoadAsync);
    }

    private static string Names(IReadOnlyList<string> ids, Dictionary<string, string> names) =>
        string.Join(", ", ids.Select(id => names.TryGetValue(id, out string? name) ? name : id));

    /// <summary>Rare is not never: what would be rounded to nothing is said to be below the least that is shown.</summary>
    private static string Few(double number) =>
        number < LeastShown ? $"< {LeastShown.ToString("0.###", CultureInfo.CurrentCulture)}" : number.ToString("#,0.###", CultureInfo.CurrentCulture);

    private async Task LoadAsync() => _all =
    [
        .. (await Desk.AskAsync<IDeploymentService, IReadOnlyList<DeploymentView>>((service, actor) => service.ListAsync(actor, Leaving)))
            .OrderByDescending(deployment => deployment.Live)
            .ThenByDescending(deployment => deployment.StartsAt),
    ];

    private Task ApproveAsync(DeploymentView deployment) => ActAsync(
        deployment, (service, actor) => service.ApproveAsync(actor, Guid.Parse(deployment.Id), Leaving));

    private Task StopAsync(DeploymentView deployment) => ActAsync(
        deployment, (service, actor) => service.StopAsync(actor, Guid.Parse(deployment.Id), Leaving));

    private async Task ActAsync(DeploymentView deployment, Func<IDeploymentService, Core.Accounts.Actor, Task<DeploymentView>> act)
    {
        _acted = deployment.Id;
        await TryAsync(async () =>
        {
            await Desk.AskAsync(act);
            await LoadAsync();
        });
    }
}
