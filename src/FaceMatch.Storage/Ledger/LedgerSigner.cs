using System.Security.Cryptography;
using FaceMatch.Core.Ledger;
using FaceMatch.Storage.Vault;
using NSec.Cryptography;

namespace FaceMatch.Storage.Ledger;

/// <summary>
/// The key that signs the ledger, derived from the vault's: every server that opens the same vault signs with the same key, and there
/// is no second file to keep.
/// </summary>
public sealed class LedgerSigner : ILedgerSigner, IDisposable
{
    private const string Purpose = "ledger, Ed25519 signing key, version 1";

    private readonly Key _key;

    public LedgerSigner(EncryptedImageVault vault)
    {
        byte[] seed = vault.DeriveKey(Purpose);
        _key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        CryptographicOperations.ZeroMemory(seed);
        PublicKey = Convert.ToHexStringLower(_key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    public string PublicKey { get; }

    public string Sign(ReadOnlySpan<byte> message) => Convert.ToHexStringLower(SignatureAlgorithm.Ed25519.Sign(_key, message));

    public void Dispose() => _key.Dispose();
}
