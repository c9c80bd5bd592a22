using FaceMatch.Core.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace FaceMatch.Console.Shell;

/// <summary>The rooms that this account has work in. Only a convenience: the services refuse whoever walks in anyway.</summary>
public partial class NavRail
{
    private static readonly RoomLink[] All =
    [
        new("/", "RoomHome", Icons.Material.Outlined.Home, [], NavLinkMatch.All),
        new("/search", "RoomSearch", Icons.Material.Outlined.PersonSearch, [Role.Investigator]),
        new("/review", "RoomReview", Icons.Material.Outlined.Compare, [Role.Reviewer, Role.SeniorReviewer]),
        new("/alerts", "RoomAlerts", Icons.Material.Outlined.NotificationsActive, [Role.Reviewer, Role.SeniorReviewer, Role.Investigator, Role.WatchlistOfficer, Role.Approver, Role.Auditor]),
        new("/watchlists", "RoomWatchlists", Icons.Material.Outlined.ListAlt, [Role.WatchlistOfficer, Role.Approver, Role.Investigator]),
        new("/approvals", "RoomApprovals", Icons.Material.Outlined.FactCheck, [Role.Approver]),
        new("/deployments", "RoomDeployments", Icons.Material.Outlined.EventAvailable, [Role.Approver, Role.Investigator, Role.WatchlistOfficer, Role.Auditor, Role.Administrator]),
        new("/cameras", "RoomCameras", Icons.Material.Outlined.Videocam, [Role.Administrator, Role.Approver, Role.Investigator, Role.WatchlistOfficer, Role.Auditor]),
        new("/accounts", "RoomAccounts", Icons.Material.Outlined.ManageAccounts, [Role.Administrator]),
    ];

    [Inject]
    private IStringLocalizer<ShellText> T { get; set; } = null!;

    [Parameter, EditorRequired]
    public Actor Me { get; set; } = null!;

    [Parameter]
    public bool Open { get; set; }

    private IEnumerable<RoomLink> Rooms => All.Where(room => room.Roles.Length == 0 || Me.HasAny(room.Roles));

    private sealed record RoomLink(string Href, string Name, string Icon, Role[] Roles, NavLinkMatch Match = NavLinkMatch.Prefix);
}
