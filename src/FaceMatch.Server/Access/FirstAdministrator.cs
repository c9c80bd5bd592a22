using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Server.Accounts;
using FaceMatch.Storage;
using FaceMatch.Storage.Accounts;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Access;

/// <summary>
/// While nobody can sign in, each start offers one link that sets up the first administrator. Only the hash of its token
/// is held, in memory: a restart makes a new one.
/// </summary>
public sealed class FirstAdministrator(
    IDbContextFactory<FaceMatchDbContext> contexts, AccountRegister register, LedgerWriter ledger, TimeProvider time) : IDisposable
{
    private const int TokenBytes = 32;
    private static readonly TimeSpan ValidFor = TimeSpan.FromHours(24);

    private readonly SemaphoreSlim _one = new(1, 1);
    private byte[]? _hash;
    private DateTimeOffset _validUntil;

    /// <returns>The token for the link; null when somebody can sign in already.</returns>
    public async Task<string?> OfferAsync(CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await SomebodyCanSignInAsync(db, cancellationToken)) return null;
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        _hash = Hash(token);
        _validUntil = time.GetUtcNow() + ValidFor;
        return token;
    }

    /// <exception cref="RefusalException"><c>setup-link</c> (wrong, used or too old), <c>invalid-fields</c>.</exception>
    public async Task<AccountRow> SetUpAsync(string? token, string? userName, string? password, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
            if (!Accepts(token) || await SomebodyCanSignInAsync(db, cancellationToken)) throw LinkOver();
            FieldFaults faults = new();
            if (AccountService.NameFault(userName) is { } nameFault) faults.Add("userName", nameFault);
            if (PasswordRules.Fault(password) is { } passwordFault) faults.Add("password", passwordFault);
            faults.ThrowIfAny();
            AccountRow row = await register.AddAsync(
                db, new NewAccount(userName!.Trim(), Unit: "", [Role.Administrator], Cameras: [], Key: null, password), cancellationToken);
            await ledger.SaveAsync(
                db, cancellationToken, new LedgerRecord(row.Id, row.UserName!, Bootstrap: false, "account.first-administrator", $"account/{row.Id}", "{}"));
            _hash = null;
            return row;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private bool Accepts(string? token) =>
        _hash is { } hash && token is not null && time.GetUtcNow() < _validUntil && CryptographicOperations.FixedTimeEquals(hash, Hash(token));

    private static Task<bool> SomebodyCanSignInAsync(FaceMatchDbContext db, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(account => account.PasswordHash != null, cancellationToken);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static RefusalException LinkOver() => new(
        RefusalKind.Forbidden, "setup-link", "The link was used, is older than a day, or comes from an earlier start. Restart the server for a new one, or sign in.");
}
