using FaceMatch.Core.Deployments;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Deployments;

/// <summary>What is running now, how long still, and the button that stops it.</summary>
public partial class LiveDeployments
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(15);

    private List<DeploymentView> _live = [];

    [Inject]
    private IStringLocalizer<DeploymentsText> T { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        if (await LoadAsync()) _ = KeepLookingAsync(LookAgain, LoadAsync);
    }

    private async Task<bool> LoadAsync()
    {
        IReadOnlyList<DeploymentView>? all = await WhereAllowedAsync<IDeploymentService, IReadOnlyList<DeploymentView>>(
            (service, actor) => service.ListAsync(actor, Leaving));
        _live = [.. (all ?? []).Where(deployment => deployment.Live)];
        return all is not null;
    }

    private async Task StopAsync(DeploymentView deployment)
    {
        await TryAsync(() => Desk.AskAsync<IDeploymentService, DeploymentView>(
            (service, actor) => service.StopAsync(actor, Guid.Parse(deployment.Id), Leaving)));
        await LoadAsync();
    }
}
