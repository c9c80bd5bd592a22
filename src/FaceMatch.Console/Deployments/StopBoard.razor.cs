using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Deployments;

/// <summary>What is stopped by order, who may let it go on, and the button that stops everything.</summary>
public partial class StopBoard
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, string?> _reasons = new(StringComparer.Ordinal);
    private List<StopView> _standing = [];
    private Dictionary<string, string> _cameras = new(StringComparer.Ordinal);

    [Inject]
    private IStringLocalizer<DeploymentsText> T { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        if (await LoadAsync()) _ = KeepLookingAsync(LookAgain, LoadAsync);
    }

    /// <returns>False for an account that may not see it.</returns>
    private async Task<bool> LoadAsync()
    {
        IReadOnlyList<StopView>? all = await WhereAllowedAsync<IStopService, IReadOnlyList<StopView>>((service, actor) => service.ListAsync(actor, Leaving));
        _standing = [.. (all ?? []).Where(order => order.LiftedAt is null)];
        if (_standing.Any(order => order.CameraId is { } camera && !_cameras.ContainsKey(camera)))
        {
            IReadOnlyList<CameraView>? cameras = await WhereAllowedAsync<ICameraService, IReadOnlyList<CameraView>>(
                (service, actor) => service.ListAsync(actor, Leaving));
            _cameras = (cameras ?? []).ToDictionary(camera => camera.Id, camera => camera.Name, StringComparer.Ordinal);
        }

        return all is not null;
    }

    private string Name(string camera) => _cameras.GetValueOrDefault(camera, camera);

    private Task StopEverythingAsync() => ActAsync((service, actor) => service.OrderAsync(actor, new StopRequest("everything", null, null), Leaving));

    private Task LiftAsync(StopView order) => ActAsync(
        (service, actor) => service.LiftAsync(actor, Guid.Parse(order.Id), _reasons.GetValueOrDefault(order.Id), Leaving));

    private async Task ActAsync(Func<IStopService, Core.Accounts.Actor, Task<StopView>> act) => await TryAsync(async () =>
    {
        await Desk.AskAsync(act);
        await LoadAsync();
    });
}
