using BenchmarkDotNet.Attributes;
using FaceMatch.Core.Ledger;
using NSec.Cryptography;

namespace FaceMatch.Benchmarks.Ledger;

/// <summary>The proof of an exported ledger, from the bytes of the file to the verdict. The bar is 10,000 entries a second.</summary>
[MemoryDiagnoser]
public class LedgerVerifyBenchmarks
{
    private const int Entries = 10_000;

    private static readonly DateTimeOffset Begun = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private byte[] _export = [];
    private string _publicKey = "";

    [GlobalSetup]
    public void Setup()
    {
        using Signer signer = new();
        _publicKey = signer.PublicKey;
        using MemoryStream file = new();
        LedgerExport export = new(Begun, signer);
        file.Write(export.Header());
        LedgerEntry? previous = null;
        for (var i = 0; i < Entries; i++)
        {
            // As long as the particulars of a search are.
            LedgerRecord record = new(
                Guid.CreateVersion7(), "officer", false, "search.created", $"search/{Guid.CreateVersion7():D}",
                $$"""{"caseReference":"C-{{i}}","probe":"{{new string('a', 64)}}","galleryVersion":"1.{{i}}","faces":1,"candidates":20}""");
            LedgerEntry entry = LedgerEntry.After(previous, record, Begun.AddMinutes(i));
            file.Write(export.Entry(entry));
            if (LedgerCheckpoint.IsDue(previous, entry)) file.Write(export.Checkpoint(LedgerCheckpoint.On(entry, signer)));
            previous = entry;
        }

        file.Write(export.End());
        _export = file.ToArray();
    }

    [Benchmark(OperationsPerInvoke = Entries)]
    public async Task<bool> VerifyAnEntry()
    {
        using MemoryStream file = new(_export);
        LedgerProof proof = await LedgerVerifier.VerifyAsync(file, _publicKey, IsSignedBy);
        return proof.Holds ? true : throw new InvalidOperationException(proof.Fault!.Message);
    }

    private static bool IsSignedBy(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out PublicKey? key)
        && SignatureAlgorithm.Ed25519.Verify(key!, message, signature);

    private sealed class Signer : ILedgerSigner, IDisposable
    {
        private readonly Key _key = Key.Create(SignatureAlgorithm.Ed25519);

        public string PublicKey => Convert.ToHexStringLower(_key.PublicKey.Export(KeyBlobFormat.RawPublicKey));

        public string Sign(ReadOnlySpan<byte> message) => Convert.ToHexStringLower(SignatureAlgorithm.Ed25519.Sign(_key, message));

        public void Dispose() => _key.Dispose();
    }
}
