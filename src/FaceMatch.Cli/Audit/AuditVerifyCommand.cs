using System.CommandLine;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Ledger;
using NSec.Cryptography;

namespace FaceMatch.Cli.Audit;

/// <summary><c>facematch audit verify FILE</c>: needs neither server nor network, nor trust in either.</summary>
public sealed class AuditVerifyCommand : Command
{
    private const int KeyDigits = 64;

    private readonly Argument<FileInfo> _file = new("file") { Description = "A file made by facematch audit export.", HelpName = "FILE" };

    private readonly Option<string?> _publicKey = new("--public-key")
    {
        Description = "The key that the installation signs with, 64 hexadecimal digits, from a source other than the file. Without it the file's own word is taken.",
        HelpName = "HEX",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print what was found as JSON." };
    private readonly CliEnvironment _environment;

    public AuditVerifyCommand(CliEnvironment environment)
        : base("verify", "Proves an exported ledger from the file alone, and names the first entry that is broken. Exit status 1: it is.")
    {
        _environment = environment;
        Arguments.Add(_file);
        Options.Add(_publicKey);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string? key = parsed.GetValue(_publicKey);
        if (key is not null && (key.Length != KeyDigits || !key.All(char.IsAsciiHexDigit)))
            throw new UsageException($"--public-key takes {KeyDigits} hexadecimal digits.");
        LedgerProof proof = await VerifyAsync(parsed.GetRequiredValue(_file), key, cancellationToken);
        if (parsed.GetValue(_json)) _environment.WriteJson(proof);
        else Print(proof, keyIsKnown: key is not null);
        return proof.Holds ? ExitCodes.Ok : ExitCodes.Partly;
    }

    private static async Task<LedgerProof> VerifyAsync(FileInfo file, string? key, CancellationToken cancellationToken)
    {
        try
        {
            await using FileStream export = file.OpenRead();
            return await LedgerVerifier.VerifyAsync(export, key, IsSignedBy, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file {file.FullName} cannot be read: {fault.Message}");
        }
    }

    private void Print(LedgerProof proof, bool keyIsKnown)
    {
        if (proof.Fault is { } fault)
        {
            _environment.Output.WriteLine($"BROKEN: {fault.Message}");
            _environment.Output.WriteLine($"{proof.Entries} entries before it follow each other unchanged; {proof.Checkpoints} signed checkpoints among them.");
            return;
        }

        _environment.Output.WriteLine($"Whole: {proof.Entries} entries follow each other unchanged; {proof.Checkpoints} checkpoints and the end are signed.");
        _environment.Output.WriteLine(keyIsKnown
            ? "Signed with the key that you gave."
            : $"Signed with the key {proof.PublicKey}. Compare it with the one that you have from the installation, or give that with --public-key.");
    }

    private static bool IsSignedBy(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out PublicKey? key)
        && SignatureAlgorithm.Ed25519.Verify(key!, message, signature);
}
