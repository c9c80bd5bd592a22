using FaceMatch.Core.Accounts;
using FaceMatch.Core.Ledger;
using FaceMatch.Server.Accounts;
using FaceMatch.Server.Hosting;
using FaceMatch.Storage;
using FaceMatch.Storage.Accounts;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Access;

/// <summary>
/// The account that makes the first ones: all roles, and a flag that the ledger shows at every use. Made once, on an
/// empty database.
/// </summary>
public sealed class BootstrapAccount(
    IDbContextFactory<FaceMatchDbContext> contexts, AccountRegister register, LedgerWriter ledger, ServerOptions options, DataDirectory data)
{
    public const string KeyFile = "bootstrap-key";
    private const string Name = "bootstrap";

    /// <returns>The file that the fresh key was written to; null when none was.</returns>
    public async Task<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Users.AnyAsync(cancellationToken)) return null;
        string key = options.BootstrapKey ?? ApiKeyRow.NewKey();

        // The file first: an account whose key nobody has would lock everybody out after a crash between the two.
        if (options.BootstrapKey is null) data.WriteSecret(KeyFile, key + "\n");
        AccountRow row = await register.AddAsync(
            db, new NewAccount(Name, Unit: "", Enum.GetValues<Role>(), Cameras: [], key, Password: null, IsBootstrap: true), cancellationToken);
        await ledger.SaveAsync(
            db, cancellationToken, new LedgerRecord(row.Id, Name, Bootstrap: true, "account.bootstrapped", $"account/{row.Id}", "{}"));
        return options.BootstrapKey is null ? data.In(KeyFile) : null;
    }
}
