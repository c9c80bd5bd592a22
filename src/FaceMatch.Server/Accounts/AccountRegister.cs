using FaceMatch.Core.Accounts;
using FaceMatch.Storage;
using FaceMatch.Storage.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Accounts;

/// <param name="Key">The secret itself; null: the account has no key.</param>
/// <param name="Password">Null: the account cannot sign in to the console.</param>
public sealed record NewAccount(
    string Name, string Unit, IReadOnlyCollection<Role> Roles, IReadOnlyCollection<Guid> Cameras, string? Key, string? Password, bool IsBootstrap = false);

/// <summary>Puts the rows of a new account into a context; the caller checked everything and saves.</summary>
public sealed class AccountRegister(IPasswordHasher<AccountRow> hasher, ILookupNormalizer normalizer, TimeProvider time)
{
    public async Task<AccountRow> AddAsync(FaceMatchDbContext db, NewAccount account, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        AccountRow row = new()
        {
            Id = Guid.CreateVersion7(now),
            UserName = account.Name,
            NormalizedUserName = normalizer.NormalizeName(account.Name),
            DisplayName = account.Name,
            Unit = account.Unit,
            IsBootstrap = account.IsBootstrap,
            CreatedAt = now,
            Cameras = [.. account.Cameras],
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        if (account.Password is not null) row.PasswordHash = hasher.HashPassword(row, account.Password);
        db.Users.Add(row);
        List<string> names = [.. account.Roles.Distinct().Select(role => role.ToWire())];
        List<Guid> roles = await db.Roles.Where(role => names.Contains(role.Name!)).Select(role => role.Id).ToListAsync(cancellationToken);
        db.UserRoles.AddRange(roles.Select(role => new IdentityUserRole<Guid> { UserId = row.Id, RoleId = role }));
        if (account.Key is not null) db.ApiKeys.Add(new ApiKeyRow(row.Id, account.Key, now));
        return row;
    }
}
