namespace FaceMatch.Core.Ledger;

/// <summary>Signs for the ledger with this installation's Ed25519 key (RFC 8032).</summary>
public interface ILedgerSigner
{
    /// <summary>32 bytes in lower-case hexadecimal.</summary>
    string PublicKey { get; }

    /// <returns>64 bytes in lower-case hexadecimal.</returns>
    string Sign(ReadOnlySpan<byte> message);
}

/// <summary>Whether the key of the given 32 bytes made this Ed25519 signature of 64 bytes. Never throws: what cannot be a key made nothing.</summary>
public delegate bool SignatureCheck(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
