using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Models.Adding;

/// <summary>What became of something that was handed over.</summary>
/// <param name="Pack">The pack it belongs to; null when the file is of no known pack.</param>
/// <param name="Installed">Files put in place.</param>
/// <param name="Missing">What the pack still lacks, with where to get it.</param>
/// <param name="Trial">Of the pack, once it is whole.</param>
/// <param name="Report">Of a bare model file that no manifest names.</param>
public sealed record PackAddition(
    string? Pack, IReadOnlyList<string> Installed, IReadOnlyList<string> Missing, PackTrialReport? Trial, ModelFileReport? Report);

/// <summary>Takes packs and model files that a user got himself: nothing is installed before it is proven, and no pack is whole before it ran.</summary>
public static class PackAdder
{
    /// <param name="path">A folder with a <c>model.json</c> and its files, or one model file.</param>
    /// <param name="image">A photograph with a face to run the pack on; null draws one.</param>
    /// <exception cref="ModelPackException">What is wrong and what to do, in sentences. Nothing was installed.</exception>
    public static async Task<PackAddition> AddAsync(
        ModelPackStore store, string path, Frame? image, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path)) return await AddFolderAsync(store, path, image, cancellationToken);
        byte[] content = await ReadAsync(path, cancellationToken);
        string hash = ModelPackVerifier.Sha256(content);
        ModelPack[] packs = [.. store.Names().Select(store.Open)];
        ModelPack? pack = Array.Find(packs, pack => pack.Manifest.Files.Any(file => IsFile(file, hash)));
        return pack is null
            ? new PackAddition(null, [], [], null, Describe(path, content, packs, store))
            : await AddFileAsync(pack, pack.Manifest.Files.First(file => IsFile(file, hash)), content, image, cancellationToken);
    }

    private static bool IsFile(PackFile file, string hash) => file.Sha256Before == hash && file.Companion is null;

    private static ModelFileReport Describe(string path, byte[] content, ModelPack[] packs, ModelPackStore store)
    {
        ModelFileReport report = ModelFileReport.Of(path, content, store.Open().Manifest);
        string name = Path.GetFileName(path);
        ModelPack? namesake = Array.Find(packs, pack => pack.Manifest.Files.Any(file => Path.GetFileName(file.Path) == name));
        return namesake is null
            ? report
            : report with
            {
                Kind = $"{report.Kind}. It is called like a file of pack '{namesake.Manifest.Name}' but is another: that one has SHA-256 "
                    + namesake.Manifest.Files.First(file => Path.GetFileName(file.Path) == name).Sha256Before,
            };
    }

    private static async Task<PackAddition> AddFileAsync(
        ModelPack pack, PackFile file, byte[] content, Frame? image, CancellationToken cancellationToken)
    {
        string[] missing = [.. pack.Manifest.Files
            .Where(other => other != file && !ModelPackVerifier.IsProven(pack, other))
            .Select(other => $"{other.Path} from {pack.Manifest.Sources[other.Source]}")];
        var shipped = new Dictionary<PackPart, byte[]> { [new PackPart(file.Source, file.Path)] = content };
        PackTrialReport? trial = missing.Length == 0 ? await TryWithAsync(pack, shipped, image, cancellationToken) : null;
        await ModelPackRestorer.InstallAsync(pack, shipped, cancellationToken);
        return new PackAddition(pack.Manifest.Name, [file.Name], missing, trial, null);
    }

    /// <summary>Runs the whole pack with its last file, somewhere else than where it is to lie.</summary>
    private static async Task<PackTrialReport> TryWithAsync(
        ModelPack pack, IReadOnlyDictionary<PackPart, byte[]> last, Frame? image, CancellationToken cancellationToken)
    {
        string staging = Directory.CreateTempSubdirectory("facematch-add-").FullName;
        try
        {
            ModelPack staged = pack with { FilesDirectory = staging };
            foreach (string path in pack.Manifest.Files
                .SelectMany(file => (string[])[pack.PathOf(file.Name), ModelPackVerifier.PinOf(pack.PathOf(file.Name))]).Where(File.Exists))
                File.Copy(path, Path.Combine(staging, Path.GetFileName(path)));
            await ModelPackRestorer.InstallAsync(staged, last, cancellationToken);
            return PackTrial.Run(staged, image);
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    private static async Task<PackAddition> AddFolderAsync(
        ModelPackStore store, string folder, Frame? image, CancellationToken cancellationToken)
    {
        string manifestPath = Path.Combine(folder, ModelPack.ManifestName);
        if (!File.Exists(manifestPath))
            throw new ModelPackException(
                $"{folder} has no {ModelPack.ManifestName}. Run 'facematch models add' on one of its model files to get one to start from.");
        byte[] json = await ReadAsync(manifestPath, cancellationToken);
        PackManifest manifest = PackManifestReader.Read(System.Text.Encoding.UTF8.GetString(json), manifestPath);
        string home = store.FolderOf(manifest.Name);
        string installed = Path.Combine(home, ModelPack.ManifestName);
        if (File.Exists(installed) && !(await ReadAsync(installed, cancellationToken)).AsSpan().SequenceEqual(json))
            throw new ModelPackException(
                $"There is already another pack '{manifest.Name}' in {home}. Give this one another name in its manifest.");

        string staging = Directory.CreateTempSubdirectory("facematch-add-").FullName;
        try
        {
            var staged = new ModelPack(manifest, folder, staging);
            IReadOnlyList<string> names = await StageAsync(staged, cancellationToken);
            PackTrialReport trial = PackTrial.Run(staged, image);
            if (manifest.Calibration is not null) staged.ReadCalibration();
            Install(staged, home, store.FilesOf(manifest.Name));
            return new PackAddition(manifest.Name, names, [], trial, null);
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    /// <summary>Proves every file of a folder, shipped or restored, and puts it restored into the pack's files.</summary>
    private static async Task<IReadOnlyList<string>> StageAsync(ModelPack staged, CancellationToken cancellationToken)
    {
        var shipped = new Dictionary<PackPart, byte[]>();
        List<string> faults = [];
        foreach (PackFile file in staged.Manifest.Files)
        {
            string[] places = [file.Name, Path.Combine("files", file.Name), Path.GetFileName(file.Path)];
            string? found = places.Select(place => Path.Combine(staged.Directory, place)).FirstOrDefault(File.Exists);
            if (found is null)
            {
                faults.Add($"{file.Name} is missing in {staged.Directory}: it comes as {file.Path} from {staged.Manifest.Sources[file.Source]}.");
                continue;
            }

            byte[] content = await ReadAsync(found, cancellationToken);
            string hash = ModelPackVerifier.Sha256(content);
            if (hash == file.Sha256After)
                await File.WriteAllBytesAsync(staged.PathOf(file.Name), content, cancellationToken);
            else if (IsFile(file, hash))
                shipped[new PackPart(file.Source, file.Path)] = content;
            else
                faults.Add(
                    $"{found} is truncated, altered or another file: its SHA-256 is {hash}, the manifest says {file.Sha256Before}. Get it "
                    + "again, or if you trust this one write its hash into the manifest.");
        }

        if (faults.Count > 0) throw new ModelPackException(string.Join(' ', faults));
        await ModelPackRestorer.InstallAsync(staged, shipped, cancellationToken);
        return [.. staged.Manifest.Files.Select(file => file.Name)];
    }

    private static void Install(ModelPack staged, string home, string files)
    {
        try
        {
            Directory.CreateDirectory(home);
            Directory.CreateDirectory(files);
            foreach (string path in Directory.EnumerateFiles(staged.FilesDirectory))
                File.Copy(path, Path.Combine(files, Path.GetFileName(path)), overwrite: true);
            foreach (string name in (string[])[ModelPack.CalibrationName, ModelPack.ManifestName])
            {
                string from = Path.Combine(staged.Directory, name), to = Path.Combine(home, name);
                if (File.Exists(from) && Path.GetFullPath(from) != Path.GetFullPath(to)) File.Copy(from, to, overwrite: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelPackException(
                $"The pack cannot be written to {home} and {files}: {fault.Message} Make both writable, or name another folder for the "
                + $"weights in {ModelPackStore.FilesVariable}.", fault);
        }
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelPackException($"{path} cannot be read: {fault.Message}", fault);
        }
    }
}
