using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace FaceMatch.Cli.Evaluation.Report;

/// <summary>A file of the pack, proven before the run.</summary>
internal sealed record UsedFile(string Name, string Sha256)
{
    public static UsedFile Of(FileInfo file) =>
        new(file.Name, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.FullName))));
}

/// <summary>A set of photographs: how much of it there is, and a digest that tells whether it is the same set again.</summary>
/// <param name="Sha256">Over the hashes of the files' contents, in order; names are not part of it.</param>
internal sealed record UsedImages(string Folder, int Images, string Sha256)
{
    public static async Task<UsedImages> OfAsync(
        DirectoryInfo folder, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files) hash.AppendData(SHA256.HashData(await File.ReadAllBytesAsync(file, cancellationToken)));
        return new UsedImages(folder.Name, files.Count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}

/// <summary>What made a result: enough to do it again, and to see that it was not something else.</summary>
internal sealed record RunRecord(
    DateTimeOffset At,
    string CommandLine,
    string Program,
    string Machine,
    int Cores,
    string OperatingSystem,
    string Runtime,
    ModelIdentity Models,
    string Licence,
    IReadOnlyList<UsedFile> Files,
    string? CalibrationSha256)
{
    /// <summary>Of a run that needed no embedder: the models are those that the manifest names.</summary>
    public static RunRecord Of(ModelPack pack, string commandLine, DateTimeOffset now)
    {
        PackManifest manifest = pack.Manifest;
        return Of(
            pack,
            new ModelIdentity(
                manifest.Name, manifest.Detector.Name, manifest.EmbedderName, manifest.Calibration ?? "none", manifest.EmbeddingSize),
            commandLine, now);
    }

    public static RunRecord Of(ModelPack pack, ModelIdentity models, string commandLine, DateTimeOffset now)
    {
        string version = typeof(RunRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "unknown";
        string calibration = Path.Combine(pack.Directory, ModelPack.CalibrationName);
        return new RunRecord(
            now,
            commandLine,
            $"facematch {version}",
            Processor(),
            Environment.ProcessorCount,
            RuntimeInformation.OSDescription,
            $"{RuntimeInformation.FrameworkDescription}, ONNX Runtime {OrtEnv.Instance().GetVersionString()}",
            models,
            pack.Manifest.Licence,
            [.. pack.Manifest.Files.Select(file => new UsedFile(file.Name, file.Sha256After ?? file.Sha256Before))],
            File.Exists(calibration) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(calibration))) : null);
    }

    private static string Processor()
    {
        const string file = "/proc/cpuinfo", key = "model name";
        string? line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))
            : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
