using FaceMatch.Core.Refusals;

namespace FaceMatch.Core.Accounts;

/// <param name="ExpiresAt">Ahead, by a year at most; null: the key works until it is revoked.</param>
public sealed record MakeApiKeyRequest(DateTimeOffset? ExpiresAt = null);

/// <param name="OverlapMinutes">How long the old key works beside the new one, 0 to 10080; null: 60.</param>
public sealed record RotateApiKeyRequest(int? OverlapMinutes = null);

/// <param name="ApiKey">Shown this once; only its hash is kept.</param>
public sealed record CreatedApiKey(string Id, string ApiKey, DateTimeOffset? ExpiresAt);

/// <param name="Prefix">What people and the ledger call the key by; tells nothing of the key.</param>
public sealed record ApiKeyView(string Id, string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);

/// <summary>The keys that programs present, so that one that leaked or grew old can be replaced without a new account.</summary>
public interface IApiKeyService
{
    /// <summary>All keys of the account, the ended ones too, oldest first.</summary>
    /// <exception cref="RefusalException"><c>role-required</c> or <c>not-found</c>.</exception>
    Task<IReadOnlyList<ApiKeyView>> ListAsync(Actor actor, Guid accountId, CancellationToken cancellationToken);

    /// <exception cref="RefusalException"><c>role-required</c>, <c>invalid-fields</c> or <c>not-found</c>.</exception>
    Task<CreatedApiKey> MakeAsync(Actor actor, Guid accountId, MakeApiKeyRequest request, CancellationToken cancellationToken);

    /// <summary>Makes a key with the end of the old one, which itself ends after the overlap and never later than it would have.</summary>
    /// <exception cref="RefusalException"><c>role-required</c>, <c>invalid-fields</c>, <c>not-found</c> or <c>key-ended</c>.</exception>
    Task<CreatedApiKey> RotateAsync(Actor actor, Guid accountId, Guid keyId, RotateApiKeyRequest request, CancellationToken cancellationToken);

    /// <summary>The key opens nothing from this moment. Revoking one that is revoked changes nothing.</summary>
    /// <exception cref="RefusalException"><c>role-required</c>, <c>not-found</c> or <c>last-key</c>.</exception>
    Task RevokeAsync(Actor actor, Guid accountId, Guid keyId, CancellationToken cancellationToken);
}
