using Microsoft.AspNetCore.Identity;

namespace FaceMatch.Storage.Accounts;

/// <summary>An account; <see cref="IdentityUser{TKey}.UserName"/> is the name that signs in.</summary>
public sealed class AccountRow : IdentityUser<Guid>
{
    public string DisplayName { get; set; } = "";

    public string Unit { get; set; } = "";

    /// <summary>Made at the first start; every use of it is shown in the ledger.</summary>
    public bool IsBootstrap { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>For an account in the role camera: the cameras that it may push for.</summary>
    public List<Guid> Cameras { get; set; } = [];
}
