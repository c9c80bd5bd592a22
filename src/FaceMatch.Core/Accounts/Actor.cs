using System.Collections.Frozen;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Core.Accounts;

/// <summary>What an account may do (oversight rule 24). Nobody needs two of these for one piece of work.</summary>
public enum Role
{
    Investigator,
    Reviewer,
    SeniorReviewer,

    /// <summary>Enrols subjects and keeps the watchlists.</summary>
    WatchlistOfficer,

    /// <summary>Approves enrolments and deployments.</summary>
    Approver,
    Auditor,
    Administrator,

    /// <summary>Pushes frames for the cameras it is named for, and nothing else.</summary>
    Camera,
}

/// <summary>Who is asking: a person signed in to the console or a program with a key.</summary>
/// <param name="Unit">The station that the account works for, and sees the work of; or <see cref="WholeForce"/>.</param>
/// <param name="Cameras">For an account in the role <see cref="Role.Camera"/>: the cameras that it may push for.</param>
/// <param name="IsBootstrap">Made at the first start; every use of it is shown in the ledger.</param>
public sealed record Actor(
    Guid AccountId, string Name, string Unit, FrozenSet<Role> Roles, FrozenSet<Guid> Cameras, bool IsBootstrap = false)
{
    /// <summary>No unit: these accounts see the work of every unit, and what they make is every unit's to work on.</summary>
    public const string WholeForce = "";

    /// <summary>The unit whose work the account sees. Auditors look at the whole force, whatever unit they belong to.</summary>
    public string SeesFrom => Has(Role.Auditor) ? WholeForce : Unit;

    public bool Has(Role role) => Roles.Contains(role);

    public bool HasAny(params ReadOnlySpan<Role> roles)
    {
        foreach (Role role in roles)
        {
            if (Roles.Contains(role)) return true;
        }

        return false;
    }

    /// <exception cref="RefusalException">Code <c>role-required</c>.</exception>
    public void Require(params ReadOnlySpan<Role> anyOf)
    {
        if (HasAny(anyOf)) return;
        string names = string.Join(" or ", anyOf.ToArray().Select(role => role.ToWire()));
        throw new RefusalException(
            RefusalKind.Forbidden, "role-required", $"This needs the role {names}. Ask an administrator for it, or use an account that holds it.");
    }

    /// <summary>What a unit keeps is changed by its own people, or by those of the whole force; what is the whole force's, by all.</summary>
    /// <exception cref="RefusalException">Code <c>other-unit</c>.</exception>
    public void RequireUnit(string unit)
    {
        if (Unit == WholeForce || unit == WholeForce || string.Equals(Unit, unit, StringComparison.Ordinal)) return;
        throw Refuse.OtherUnit();
    }
}

public static class Roles
{
    private static readonly FrozenDictionary<string, Role> ByName =
        Enum.GetValues<Role>().ToFrozenDictionary(ToWire, StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<Role>().Select(ToWire)];

    /// <summary>The name of the role in the API, in camel case.</summary>
    public static string ToWire(this Role role)
    {
        string name = role.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    public static bool TryParse(string? name, out Role role)
    {
        role = default;
        return name is not null && ByName.TryGetValue(name, out role);
    }
}
