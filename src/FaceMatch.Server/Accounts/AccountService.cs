using System.Text.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Server.Access;
using FaceMatch.Storage;
using FaceMatch.Storage.Accounts;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Accounts;

public sealed class AccountService(IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, AccountRegister register) : IAccountService
{
    private const int LongestName = 100;

    public async Task<CreatedAccount> CreateAsync(Actor actor, CreateAccountRequest request, CancellationToken cancellationToken)
    {
        actor.Require(Role.Administrator);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        NewAccount account = Check(request, ApiKeyRow.NewKey());
        // Nor one of the whole force: it would see more than whoever made it.
        if (actor.Unit != Actor.WholeForce && account.Unit != actor.Unit) throw Refuse.OtherUnit();
        await RequireCamerasAsync(db, account.Cameras, cancellationToken);
        AccountRow row = await register.AddAsync(db, account, cancellationToken);
        string detail = JsonSerializer.Serialize(new { roles = account.Roles.Select(role => role.ToWire()), unit = account.Unit, canSignIn = account.Password is not null });
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(actor, "account.created", $"account/{row.Id}", detail));
        return new CreatedAccount(row.Id.ToString("D"), account.Key!);
    }

    public async Task<IReadOnlyList<AccountView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Role.Administrator, Role.Auditor);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<AccountRow> accounts = await db.AccountsFor(actor).AsNoTracking().OrderBy(account => account.Id).ToListAsync(cancellationToken);
        var held = await (
            from membership in db.UserRoles
            join role in db.Roles on membership.RoleId equals role.Id
            select new { membership.UserId, role.Name }).ToListAsync(cancellationToken);
        ILookup<Guid, string> roles = held.ToLookup(row => row.UserId, row => row.Name ?? "");
        return
        [
            .. accounts.Select(account => new AccountView(
                account.Id.ToString("D"), account.UserName ?? "", account.Unit, [.. roles[account.Id].Order(StringComparer.Ordinal)],
                account.IsBootstrap, account.PasswordHash is not null, account.CreatedAt)),
        ];
    }

    /// <summary>What is wrong with a name that people sign in by, or null.</summary>
    public static string? NameFault(string? name) =>
        string.IsNullOrWhiteSpace(name) ? "is missing: give the name that the account is known by"
        : name.Trim().Length > LongestName ? $"is longer than {LongestName} characters; shorten it"
        : name.Any(char.IsControl) ? "holds characters that cannot be shown; leave them out"
        : null;

    private static NewAccount Check(CreateAccountRequest request, string key)
    {
        FieldFaults faults = new();
        if (NameFault(request.Name) is { } nameFault) faults.Add("name", nameFault);
        faults.OptionalText("unit", request.Unit, LongestName);
        if (request.Password is not null && PasswordRules.Fault(request.Password) is { } passwordFault) faults.Add("password", passwordFault);
        List<Role> roles = [];
        foreach (string? name in request.Roles ?? [])
        {
            if (Roles.TryParse(name, out Role role)) roles.Add(role);
            else faults.Add("roles", $"must be of {string.Join(", ", Roles.Names)}");
        }

        faults.When(request.Roles is not { Count: > 0 }, "roles", $"is missing: give at least one of {string.Join(", ", Roles.Names)}");
        List<Guid> cameras = [];
        foreach (string? id in request.CameraIds ?? [])
        {
            if (Guid.TryParseExact(id, "D", out Guid camera)) cameras.Add(camera);
            else faults.Add("cameraIds", "holds something that is not the id of a camera");
        }

        // A stolen gateway must be worth frames and nothing else.
        faults.When(roles.Contains(Role.Camera) && roles.Count > 1, "roles", "an account in the role camera can hold no other role")
            .When(cameras.Count > 0 && !roles.Contains(Role.Camera), "cameraIds", "is only for accounts in the role camera");
        faults.ThrowIfAny();
        return new NewAccount(request.Name!.Trim(), request.Unit?.Trim() ?? "", [.. roles.Distinct()], [.. cameras.Distinct()], key, request.Password);
    }

    private static async Task RequireCamerasAsync(FaceMatchDbContext db, IReadOnlyCollection<Guid> cameras, CancellationToken cancellationToken)
    {
        if (cameras.Count == 0) return;
        int known = await db.Cameras.CountAsync(camera => cameras.Contains(camera.Id), cancellationToken);
        new FieldFaults().When(known != cameras.Count, "cameraIds", "names a camera that does not exist; register it first").ThrowIfAny();
    }
}
