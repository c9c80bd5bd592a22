using FaceMatch.Core.Accounts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Subjects;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace FaceMatch.Console.Home;

/// <summary>What waits for whoever is signed in, by the roles that they hold.</summary>
public partial class HomePage
{
    private const int CountedUpTo = 100;

    private readonly List<WaitingTask> _tasks = [];
    private bool _looked;

    [Inject]
    private IStringLocalizer<HomeText> T { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        if (Me.HasAny(Role.Reviewer, Role.SeniorReviewer)) await CountReviewsAsync();
        if (Me.Has(Role.Approver))
        {
            await CountPendingAsync();
            await CountRequestsAsync();
        }

        if (Me.Has(Role.Investigator)) _tasks.Add(new WaitingTask("Search", "/search", Icons.Material.Outlined.PersonSearch));
        if (Me.HasAny(Role.Reviewer, Role.SeniorReviewer, Role.Investigator, Role.Approver))
            _tasks.Add(new WaitingTask("Alerts", "/alerts", Icons.Material.Outlined.NotificationsActive));
        if (Me.Has(Role.WatchlistOfficer))
        {
            _tasks.Add(new WaitingTask("Enrol", "/subjects/new", Icons.Material.Outlined.PersonAddAlt));
            _tasks.Add(new WaitingTask("Watchlists", "/watchlists", Icons.Material.Outlined.ListAlt));
        }

        if (Me.Has(Role.Administrator))
        {
            _tasks.Add(new WaitingTask("Accounts", "/accounts", Icons.Material.Outlined.ManageAccounts));
            await CountCamerasAsync();
        }

        _looked = true;
    }

    private async Task CountReviewsAsync()
    {
        IReadOnlyList<ReviewCandidateView>? queue = await WhereAllowedAsync<IReviewService, IReadOnlyList<ReviewCandidateView>>(
            (service, actor) => service.QueueAsync(actor, CountedUpTo, Leaving));
        if (queue is not null)
            _tasks.Add(new WaitingTask("Review", "/review", Icons.Material.Outlined.Compare, queue.Count, queue.Count >= CountedUpTo));
    }

    private async Task CountPendingAsync()
    {
        Page<SubjectView>? pending = await WhereAllowedAsync<ISubjectService, Page<SubjectView>>(
            (service, actor) => service.ListAsync(actor, new SubjectFilter(State: "pending", Limit: CountedUpTo), Leaving));
        if (pending is not null)
            _tasks.Add(new WaitingTask("Approvals", "/approvals", Icons.Material.Outlined.FactCheck, pending.Items.Count, pending.Next is not null));
    }

    private async Task CountRequestsAsync()
    {
        IReadOnlyList<DeploymentView>? all = await WhereAllowedAsync<IDeploymentService, IReadOnlyList<DeploymentView>>(
            (service, actor) => service.ListAsync(actor, Leaving));
        if (all is not null)
            _tasks.Add(new WaitingTask("Deployments", "/deployments", Icons.Material.Outlined.EventAvailable, all.Count(one => one.State == "requested")));
    }

    private async Task CountCamerasAsync()
    {
        IReadOnlyList<CameraView>? cameras = await WhereAllowedAsync<ICameraService, IReadOnlyList<CameraView>>(
            (service, actor) => service.ListAsync(actor, Leaving));
        if (cameras is not null)
            _tasks.Add(new WaitingTask("Cameras", "/cameras", Icons.Material.Outlined.Videocam, cameras.Count(camera => camera.State == "reconnecting")));
    }
}
