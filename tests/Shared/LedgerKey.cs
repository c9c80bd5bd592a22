using FaceMatch.Core.Ledger;
using NSec.Cryptography;

namespace FaceMatch.Tests.Shared;

/// <summary>A real signing key of nobody's installation.</summary>
internal sealed class LedgerKey : ILedgerSigner
{
    private readonly Key _key = Key.Create(SignatureAlgorithm.Ed25519);

    public string PublicKey => Convert.ToHexStringLower(_key.PublicKey.Export(KeyBlobFormat.RawPublicKey));

    public string Sign(ReadOnlySpan<byte> message) => Convert.ToHexStringLower(SignatureAlgorithm.Ed25519.Sign(_key, message));
}
