using System.Security.Cryptography;
using FaceMatch.Cli.Client;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Accounts;

namespace FaceMatch.Cli.Demo;

/// <summary>One person a role, and the two reviewers that a lead takes.</summary>
public static class DemoAccounts
{
    public const string Administrator = "administrator";
    public const string Approver = "approver";
    public const string WatchlistOfficer = "watchlist-officer";
    public const string Phone = "phone";

    private const string Unit = "Demonstration";

    /// <summary>Without the letters and digits that are mistaken for each other when copied by hand.</summary>
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";

    /// <summary>16 of 54 signs: 92 bits.</summary>
    private const int PasswordLength = 16;

    private static readonly (string Name, Role Role)[] People =
    [
        (Administrator, Role.Administrator),
        (WatchlistOfficer, Role.WatchlistOfficer),
        (Approver, Role.Approver),
        ("investigator", Role.Investigator),
        ("reviewer-1", Role.Reviewer),
        ("reviewer-2", Role.Reviewer),
        ("senior-reviewer", Role.SeniorReviewer),
        ("auditor", Role.Auditor),
    ];

    public static async Task EnsurePeopleAsync(FaceMatchClient bootstrap, DemoState state, CancellationToken cancellationToken)
    {
        if (state.IsNew && (await bootstrap.ListAccountsAsync(cancellationToken)).Any(account => !account.Bootstrap))
            throw new UsageException("The data directory holds accounts of somebody else. A demonstration never mixes with them: give it a FACEMATCH_DATA of its own.");
        foreach ((string name, Role role) in People)
            await EnsureAsync(bootstrap, state, name, role, [], RandomNumberGenerator.GetString(Alphabet, PasswordLength), cancellationToken);
    }

    /// <summary>The key by which a phone pushes frames for its own camera and nothing else.</summary>
    public static Task EnsurePhoneAsync(FaceMatchClient bootstrap, DemoState state, string cameraId, CancellationToken cancellationToken) =>
        EnsureAsync(bootstrap, state, Phone, Role.Camera, [cameraId], null, cancellationToken);

    private static async Task EnsureAsync(
        FaceMatchClient bootstrap, DemoState state, string name, Role role, IReadOnlyList<string> cameras, string? password, CancellationToken cancellationToken)
    {
        if (state.Accounts.ContainsKey(name)) return;
        string[] roles = [role.ToWire()];
        CreatedAccount made = await bootstrap.CreateAccountAsync(
            new CreateAccountRequest(name, roles, Unit, cameras.Count == 0 ? null : cameras, password), cancellationToken);
        state.Accounts[name] = new DemoAccount(name, roles, password, made.Id, made.ApiKey);
        state.Save();
    }
}
