using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FaceMatch.Storage.Accounts;

/// <summary>
/// A program's key, of which only the SHA-256 is kept. A plain hash is enough because keys are random, not chosen:
/// there is nothing to guess that a slow hash would have to protect.
/// </summary>
public sealed class ApiKeyRow
{
    private const int RandomBytes = 32;

    /// <summary>48 bits: unique in practice, and tells nothing of the key because it is cut from its hash.</summary>
    private const int PrefixLength = 12;

    private ApiKeyRow()
    {
    }

    /// <param name="key">The secret, at least 32 characters of high entropy; see <see cref="NewKey"/>.</param>
    public ApiKeyRow(Guid accountId, string key, DateTimeOffset at, DateTimeOffset? expiresAt = null)
    {
        Id = Guid.CreateVersion7(at);
        AccountId = accountId;
        Hash = HashOf(key);
        Prefix = PrefixOf(key);
        CreatedAt = at;
        ExpiresAt = expiresAt;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public byte[] Hash { get; private set; } = [];

    /// <summary>What a presented key is looked up by, and what people call the key by.</summary>
    public string Prefix { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>256 random bits as <c>fm_</c> and 43 characters of base64url.</summary>
    public static string NewKey() => "fm_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>The prefix under which a presented key would be found.</summary>
    public static string PrefixOf(string key) => Convert.ToHexStringLower(HashOf(key))[..PrefixLength];

    /// <summary>True when the key is this one, in force at the moment. Takes the same time for every wrong key.</summary>
    public bool Accepts(string key, DateTimeOffset at) =>
        CryptographicOperations.FixedTimeEquals(Hash, HashOf(key)) && RevokedAt is null && (ExpiresAt is null || at < ExpiresAt);

    public void Revoke(DateTimeOffset at) => RevokedAt ??= at;

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
