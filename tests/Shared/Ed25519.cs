using NSec.Cryptography;

namespace FaceMatch.Tests.Shared;

/// <summary>Looks at signatures as anybody may who has a library for Ed25519.</summary>
internal static class Ed25519
{
    public static bool Check(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out PublicKey? key)
        && SignatureAlgorithm.Ed25519.Verify(key!, message, signature);
}
