using FaceMatch.Core.Accounts;
using FaceMatch.Storage.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceMatch.Storage.Mapping;

internal sealed class AccountMapping :
    IEntityTypeConfiguration<AccountRow>,
    IEntityTypeConfiguration<ApiKeyRow>,
    IEntityTypeConfiguration<IdentityRole<Guid>>,
    IEntityTypeConfiguration<IdentityUserRole<Guid>>,
    IEntityTypeConfiguration<IdentityUserClaim<Guid>>,
    IEntityTypeConfiguration<IdentityUserLogin<Guid>>,
    IEntityTypeConfiguration<IdentityUserToken<Guid>>,
    IEntityTypeConfiguration<IdentityRoleClaim<Guid>>
{
    public void Configure(EntityTypeBuilder<AccountRow> builder)
    {
        builder.ToTable("Accounts");
        builder.Property(account => account.Id).ValueGeneratedNever();
        builder.PrimitiveCollection(account => account.Cameras);
    }

    public void Configure(EntityTypeBuilder<ApiKeyRow> builder)
    {
        builder.Property(key => key.Id).ValueGeneratedNever();
        builder.HasIndex(key => key.Prefix).IsUnique();
        builder.HasOne<AccountRow>().WithMany().HasForeignKey(key => key.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    /// <summary>The closed list of roles, with ids that never change: renumbering would move people's rights.</summary>
    public void Configure(EntityTypeBuilder<IdentityRole<Guid>> builder)
    {
        builder.ToTable("Roles");
        builder.HasData(Enum.GetValues<Role>().Select(role => new IdentityRole<Guid>
        {
            Id = new Guid((int)role + 1, 0x0f, 0x4d, [0x80, 0, 0, 0, 0, 0, 0, 1]),
            Name = role.ToWire(),
            NormalizedName = role.ToWire().ToUpperInvariant(),
            ConcurrencyStamp = role.ToWire(),
        }));
    }

    public void Configure(EntityTypeBuilder<IdentityUserRole<Guid>> builder) => builder.ToTable("AccountRoles");

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder) => builder.ToTable("AccountClaims");

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder) => builder.ToTable("AccountLogins");

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder) => builder.ToTable("AccountTokens");

    public void Configure(EntityTypeBuilder<IdentityRoleClaim<Guid>> builder) => builder.ToTable("RoleClaims");
}
