using FaceMatch.Core.Accounts;

namespace FaceMatch.Server.Access;

/// <summary>Looks accounts up as they are now, so that a revoked one stops at once.</summary>
public interface IActorSource
{
    /// <summary>Null when no account has this key or the key has expired.</summary>
    Task<Actor?> FindByKeyAsync(string key, CancellationToken cancellationToken);

    /// <summary>Null when the account is gone or its sessions were revoked since the stamp was given.</summary>
    Task<Actor?> FindBySessionAsync(Guid accountId, string? stamp, CancellationToken cancellationToken);

    /// <summary>For work that goes on after the account asked for it. Null when the account is gone.</summary>
    Task<Actor?> FindAsync(Guid accountId, CancellationToken cancellationToken);
}
