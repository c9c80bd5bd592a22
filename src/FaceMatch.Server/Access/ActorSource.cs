using System.Collections.Frozen;
using FaceMatch.Core.Accounts;
using FaceMatch.Storage;
using FaceMatch.Storage.Accounts;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Access;

/// <summary>Accounts from the database, read at every request.</summary>
public sealed class ActorSource(IDbContextFactory<FaceMatchDbContext> contexts, TimeProvider time) : IActorSource
{
    public async Task<Actor?> FindByKeyAsync(string key, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        string prefix = ApiKeyRow.PrefixOf(key);
        ApiKeyRow? row = await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(known => known.Prefix == prefix, cancellationToken);
        return row?.Accepts(key, time.GetUtcNow()) == true ? await LoadAsync(db, row.AccountId, stamp: null, cancellationToken) : null;
    }

    public async Task<Actor?> FindBySessionAsync(Guid accountId, string? stamp, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await LoadAsync(db, accountId, stamp ?? "", cancellationToken);
    }

    public async Task<Actor?> FindAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await LoadAsync(db, accountId, stamp: null, cancellationToken);
    }

    private static async Task<Actor?> LoadAsync(FaceMatchDbContext db, Guid accountId, string? stamp, CancellationToken cancellationToken)
    {
        AccountRow? account = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == accountId, cancellationToken);
        if (account is null || (stamp is not null && account.SecurityStamp != stamp)) return null;
        List<string?> names = await (
            from held in db.UserRoles
            join role in db.Roles on held.RoleId equals role.Id
            where held.UserId == accountId
            select role.Name).ToListAsync(cancellationToken);
        return new Actor(account.Id, account.UserName ?? "", account.Unit, Parse(names), account.Cameras.ToFrozenSet(), account.IsBootstrap);
    }

    private static FrozenSet<Role> Parse(List<string?> names) =>
        names.Select(name => Roles.TryParse(name, out Role role) ? role : (Role?)null).OfType<Role>().ToFrozenSet();
}
