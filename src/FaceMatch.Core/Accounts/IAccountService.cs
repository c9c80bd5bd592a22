namespace FaceMatch.Core.Accounts;

public sealed record CreateAccountRequest(
    string? Name, IReadOnlyList<string>? Roles, string? Unit, IReadOnlyList<string>? CameraIds = null, string? Password = null);

/// <param name="ApiKey">Shown this once; only its hash is kept.</param>
public sealed record CreatedAccount(string Id, string ApiKey);

public sealed record AccountView(
    string Id, string Name, string Unit, IReadOnlyList<string> Roles, bool Bootstrap, bool CanSignIn, DateTimeOffset CreatedAt);

public interface IAccountService
{
    /// <summary>Makes an account with a fresh API key; with a password it can also sign in to the console.</summary>
    Task<CreatedAccount> CreateAsync(Actor actor, CreateAccountRequest request, CancellationToken cancellationToken);

    Task<IReadOnlyList<AccountView>> ListAsync(Actor actor, CancellationToken cancellationToken);
}
