using FaceMatch.Core.Ledger;
using FaceMatch.Storage;
using FaceMatch.Storage.Accounts;
using FaceMatch.Storage.Ledger;
using Microsoft.AspNetCore.Identity;

namespace FaceMatch.Server.Access;

public enum SignInOutcome
{
    Welcome,
    Wrong,
    Locked,
}

/// <summary>
/// Checks a name and a password. Wrong ones lock the account for a while; both outcomes are written to the ledger.
/// </summary>
public sealed class SignIn(UserManager<AccountRow> accounts, FaceMatchDbContext db, LedgerWriter ledger, IPasswordHasher<AccountRow> hasher)
{
    private static readonly AccountRow Nobody = new();
    private static string? _nobodysHash;

    public async Task<(SignInOutcome Outcome, AccountRow? Account)> CheckAsync(string? userName, string? password, CancellationToken cancellationToken)
    {
        string typed = password is { Length: <= PasswordRules.Longest } ? password : "";
        AccountRow? account = userName is { Length: > 0 and <= 200 } ? await accounts.FindByNameAsync(userName.Trim()) : null;
        if (account?.PasswordHash is null)
        {
            // Takes as long as for an account that exists, so that names cannot be tried out.
            _nobodysHash ??= hasher.HashPassword(Nobody, Guid.NewGuid().ToString());
            hasher.VerifyHashedPassword(Nobody, _nobodysHash, typed);
            return (SignInOutcome.Wrong, null);
        }

        bool right = await accounts.CheckPasswordAsync(account, typed);
        if (await accounts.IsLockedOutAsync(account)) return (SignInOutcome.Locked, null);
        string action = right ? "account.signed-in" : "account.sign-in-refused";
        await ledger.SaveAsync(
            db,
            async _ => await (right ? accounts.ResetAccessFailedCountAsync(account) : accounts.AccessFailedAsync(account)),
            cancellationToken,
            new LedgerRecord(account.Id, account.UserName ?? "", account.IsBootstrap, action, $"account/{account.Id}", "{}"));
        if (right) return (SignInOutcome.Welcome, account);
        return (await accounts.IsLockedOutAsync(account) ? SignInOutcome.Locked : SignInOutcome.Wrong, null);
    }
}
