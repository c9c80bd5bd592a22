namespace FaceMatch.Core.Ledger;

internal static class LedgerSignature
{
    private const int KeyLength = 32;
    private const int SignatureLength = 64;

    /// <summary>False too for what cannot be a key or a signature.</summary>
    public static bool Holds(string publicKey, ReadOnlySpan<byte> message, string signature, SignatureCheck check)
    {
        Span<byte> key = stackalloc byte[KeyLength], signed = stackalloc byte[SignatureLength];
        return IsHex(publicKey, KeyLength) && IsHex(signature, SignatureLength)
            && Convert.FromHexString(publicKey, key, out _, out _) == System.Buffers.OperationStatus.Done
            && Convert.FromHexString(signature, signed, out _, out _) == System.Buffers.OperationStatus.Done
            && check(key, message, signed);
    }

    private static bool IsHex(string text, int bytes) => text.Length == 2 * bytes && text.All(char.IsAsciiHexDigitLower);
}
