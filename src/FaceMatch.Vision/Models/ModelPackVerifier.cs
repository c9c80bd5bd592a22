using System.Security.Cryptography;

namespace FaceMatch.Vision.Models;

/// <summary>Proves restored weights against the manifest before anything is computed with them.</summary>
public static class ModelPackVerifier
{
    /// <summary>What an operator runs to repair a pack; part of every message.</summary>
    private const string Remedy = "Run 'facematch models restore' or 'ops/run'";

    /// <summary>One sentence for each file that is missing, truncated or altered; empty when all is well.</summary>
    public static IReadOnlyList<string> Faults(ModelPack pack) =>
        [.. pack.Manifest.Files.Select(file => Fault(pack, file)).OfType<string>()];

    /// <exception cref="ModelPackException">The pack must not be used; the message names each file and the remedy.</exception>
    public static void Verify(ModelPack pack)
    {
        IReadOnlyList<string> faults = Faults(pack);
        if (faults.Count > 0) throw new ModelPackException(string.Join(' ', faults));
    }

    /// <summary>Where the hash of a rewritten file lies whose manifest could not state it.</summary>
    internal static string PinOf(string path) => path + ".sha256";

    internal static bool IsProven(ModelPack pack, PackFile file) => Fault(pack, file) is null;

    internal static string Sha256(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string? Fault(ModelPack pack, PackFile file)
    {
        string path = pack.PathOf(file.Name);
        try
        {
            using FileStream stream = File.OpenRead(path);
            string hash = Convert.ToHexStringLower(SHA256.HashData(stream));
            string expected = file.Sha256After ?? File.ReadAllText(PinOf(path));
            return hash == expected
                ? null
                : $"The model file {path} of pack '{pack.Manifest.Name}' is truncated or altered (SHA-256 {hash}, expected "
                    + $"{expected}). {Remedy} to fetch it again.";
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"The model file {path} of pack '{pack.Manifest.Name}' is missing. {Remedy} to fetch it.";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"The model file {path} of pack '{pack.Manifest.Name}' cannot be read: {fault.Message} "
                + $"Give this account the right to read it, or run 'facematch models restore'.";
        }
    }
}
