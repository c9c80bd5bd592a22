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

public sealed class ApiKeyService(IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, TimeProvider time) : IApiKeyService
{
    /// <summary>An end further away than this is no end: nobody remembers what the key was for.</summary>
    private const int LongestYears = 1;

    /// <summary>A week: enough to reach every machine that holds the key, short enough that the old one is not forgotten.</summary>
    private const int LongestOverlapMinutes = 7 * 24 * 60;

    /// <summary>Long enough to put the new key in place by hand.</summary>
    private const int UsualOverlapMinutes = 60;

    public async Task<IReadOnlyList<ApiKeyView>> ListAsync(Actor actor, Guid accountId, CancellationToken cancellationToken)
    {
        actor.Require(Role.Administrator, Role.Auditor);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await AccountAsync(db, actor, accountId, cancellationToken);
        List<ApiKeyRow> keys = await db.ApiKeys.AsNoTracking().Where(key => key.AccountId == accountId).OrderBy(key => key.Id).ToListAsync(cancellationToken);
        return [.. keys.Select(key => new ApiKeyView(key.Id.ToString("D"), key.Prefix, key.CreatedAt, key.ExpiresAt, key.RevokedAt))];
    }

    public async Task<CreatedApiKey> MakeAsync(Actor actor, Guid accountId, MakeApiKeyRequest request, CancellationToken cancellationToken)
    {
        actor.Require(Role.Administrator);
        DateTimeOffset now = time.GetUtcNow();
        new FieldFaults()
            .When(request.ExpiresAt <= now, "expiresAt", "is past; give a moment ahead, or leave it out")
            .When(request.ExpiresAt > now.AddYears(LongestYears), "expiresAt", "is more than a year ahead; give an earlier one, and rotate the key in time")
            .ThrowIfAny();
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await KeptAccountAsync(db, actor, accountId, cancellationToken);
        string secret = ApiKeyRow.NewKey();
        ApiKeyRow made = new(accountId, secret, now, request.ExpiresAt?.ToUniversalTime());
        db.ApiKeys.Add(made);
        string detail = JsonSerializer.Serialize(new { prefix = made.Prefix, expiresAt = made.ExpiresAt });
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(actor, "account.key-made", $"account/{accountId}", detail));
        return new CreatedApiKey(made.Id.ToString("D"), secret, made.ExpiresAt);
    }

    public async Task<CreatedApiKey> RotateAsync(
        Actor actor, Guid accountId, Guid keyId, RotateApiKeyRequest request, CancellationToken cancellationToken)
    {
        actor.Require(Role.Administrator);
        int overlap = request.OverlapMinutes ?? UsualOverlapMinutes;
        new FieldFaults()
            .When(overlap is < 0 or > LongestOverlapMinutes, "overlapMinutes", $"must be from 0 to {LongestOverlapMinutes}")
            .ThrowIfAny();
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await KeptAccountAsync(db, actor, accountId, cancellationToken);
        ApiKeyRow old = await KeyAsync(db, accountId, keyId, cancellationToken);
        string secret = ApiKeyRow.NewKey();
        ApiKeyRow? made = null;
        string detail = JsonSerializer.Serialize(new { prefix = ApiKeyRow.PrefixOf(secret), instead = old.Prefix, overlapMinutes = overlap });
        await ledger.SaveAsync(db, ReplaceAsync, cancellationToken, LedgerRecord.By(actor, "account.key-rotated", $"account/{accountId}", detail));
        return new CreatedApiKey(made!.Id.ToString("D"), secret, made.ExpiresAt);

        // Looked at again where no other writer is: a key that was revoked meanwhile must not live on in a new one.
        async Task ReplaceAsync(CancellationToken within)
        {
            await db.Entry(old).ReloadAsync(within);
            DateTimeOffset now = time.GetUtcNow();
            if (!old.WorksAt(now))
                throw new RefusalException(RefusalKind.Conflict, "key-ended", "The key was revoked or has expired; make a new one instead.");
            made = new ApiKeyRow(accountId, secret, now, old.ExpiresAt);
            db.ApiKeys.Add(made);
            old.ExpireBy(now.AddMinutes(overlap));
        }
    }

    public async Task RevokeAsync(Actor actor, Guid accountId, Guid keyId, CancellationToken cancellationToken)
    {
        actor.Require(Role.Administrator);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        AccountRow account = await KeptAccountAsync(db, actor, accountId, cancellationToken);
        ApiKeyRow key = await KeyAsync(db, accountId, keyId, cancellationToken);
        if (key.RevokedAt is not null) return;
        string detail = JsonSerializer.Serialize(new { prefix = key.Prefix });
        await ledger.SaveAsync(db, EndAsync, cancellationToken, LedgerRecord.By(actor, "account.key-revoked", $"account/{accountId}", detail));

        // Asked where no other writer is: two who revoke the last two keys at once must not both be let through.
        async Task EndAsync(CancellationToken within)
        {
            await db.Entry(key).ReloadAsync(within);
            DateTimeOffset now = time.GetUtcNow();
            List<ApiKeyRow> others = await db.ApiKeys.AsNoTracking().Where(other => other.AccountId == accountId && other.Id != keyId).ToListAsync(within);
            if (account.PasswordHash is null && key.WorksAt(now) && !others.Exists(other => other.WorksAt(now)))
            {
                throw new RefusalException(
                    RefusalKind.Conflict, "last-key", "This is the last key of an account that cannot sign in with a password; make another key first.");
            }

            key.Revoke(now);
        }
    }

    /// <summary>A key of an account that sees more than whoever makes it would be a way around the units.</summary>
    private static async Task<AccountRow> KeptAccountAsync(FaceMatchDbContext db, Actor actor, Guid id, CancellationToken cancellationToken)
    {
        AccountRow account = await AccountAsync(db, actor, id, cancellationToken);
        return actor.Unit == Actor.WholeForce || account.Unit == actor.Unit ? account : throw Actor.OtherUnit();
    }

    private static async Task<AccountRow> AccountAsync(FaceMatchDbContext db, Actor actor, Guid id, CancellationToken cancellationToken) =>
        await db.AccountsFor(actor).AsNoTracking().SingleOrDefaultAsync(account => account.Id == id, cancellationToken) ?? throw Refuse.NotFound("account", id);

    private static async Task<ApiKeyRow> KeyAsync(FaceMatchDbContext db, Guid accountId, Guid id, CancellationToken cancellationToken) =>
        await db.ApiKeys.SingleOrDefaultAsync(key => key.Id == id && key.AccountId == accountId, cancellationToken) ?? throw Refuse.NotFound("key", id);
}
