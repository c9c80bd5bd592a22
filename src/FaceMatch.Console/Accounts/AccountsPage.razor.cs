using FaceMatch.Console.Shared;
using FaceMatch.Core.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Accounts;

/// <summary>Who may use the system, and the making of one more.</summary>
public partial class AccountsPage
{
    private static readonly string[] Fields = ["name", "unit", "roles", "password"];

    private readonly HashSet<string> _roles = new(StringComparer.Ordinal);
    private IReadOnlyList<AccountView>? _accounts;
    private List<(string Id, string Name)> _roleItems = [];
    private string? _name;
    private string? _unit;
    private string? _password;
    private string? _key;
    private string? _keyOf;

    [Inject]
    private IStringLocalizer<AccountsText> T { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _roleItems = [.. Roles.Names.Select(role => (role, W.Code("Role", role)))];
        await TryAsync(LoadAsync);
    }

    private async Task LoadAsync() => _accounts = await Desk.AskAsync<IAccountService, IReadOnlyList<AccountView>>(
        (service, actor) => service.ListAsync(actor, Leaving));

    private async Task MakeAsync()
    {
        CreateAccountRequest request = new(
            _name, [.. _roles], _unit, CameraIds: null, Password: string.IsNullOrEmpty(_password) ? null : _password);
        bool made = await TryAsync(async () =>
        {
            CreatedAccount account = await Desk.AskAsync<IAccountService, CreatedAccount>(
                (service, actor) => service.CreateAsync(actor, request, Leaving));
            _key = account.ApiKey;
            _keyOf = _name;
            await LoadAsync();
        });
        if (!made) return;
        _name = _unit = _password = null;
        _roles.Clear();
    }
}
