namespace FaceMatch.Vision.Models;

/// <summary>Finds the model packs: manifests in the repository or beside the program, weights where they were restored.</summary>
/// <param name="manifests">The folder with one folder a pack.</param>
/// <param name="files">Where weights go, one folder a pack; null is <c>files</c> inside the pack's own folder.</param>
public sealed class ModelPackStore(string manifests, string? files)
{
    public const string DefaultPack = "default";

    /// <summary>Names a folder for the restored weights, such as a shared volume.</summary>
    public const string FilesVariable = "FACEMATCH_MODELS";

    /// <summary>Names the pack that the server and the command line use.</summary>
    public const string PackVariable = "FACEMATCH_PACK";

    private const string FolderName = "models";

    private const string RepositoryMark = "FaceMatch.sln";

    /// <summary>The store of this installation: of the repository that the program was built in, or beside the program.</summary>
    public static ModelPackStore Installed()
    {
        string? files = Environment.GetEnvironmentVariable(FilesVariable);
        return new ModelPackStore(
            Path.Combine(RepositoryRoot() ?? AppContext.BaseDirectory, FolderName),
            string.IsNullOrWhiteSpace(files) ? null : Path.GetFullPath(files));
    }

    /// <summary>The pack that <see cref="PackVariable"/> names, or the default one.</summary>
    public static string ChosenPack() =>
        Environment.GetEnvironmentVariable(PackVariable) is { } name && !string.IsNullOrWhiteSpace(name) ? name.Trim() : DefaultPack;

    /// <summary>Names of all packs, in order.</summary>
    public IReadOnlyList<string> Names() =>
        !Directory.Exists(manifests)
            ? []
            : [.. Directory.EnumerateDirectories(manifests)
                .Where(folder => File.Exists(Path.Combine(folder, ModelPack.ManifestName)))
                .Select(folder => Path.GetFileName(folder))
                .Order(StringComparer.Ordinal)];

    /// <exception cref="ModelPackException">No such pack, or its manifest is not usable.</exception>
    public ModelPack Open(string name = DefaultPack)
    {
        if (!Names().Contains(name))
            throw new ModelPackException(
                $"There is no model pack '{name}' in {manifests}. Known: {string.Join(", ", Names().DefaultIfEmpty("none"))}.");
        string folder = FolderOf(name);
        string path = Path.Combine(folder, ModelPack.ManifestName);
        PackManifest manifest = PackManifestReader.Read(File.ReadAllText(path), path);
        if (manifest.Name != name)
            throw new ModelPackException($"{path} calls itself '{manifest.Name}', but its folder is '{name}'.");
        return new ModelPack(manifest, folder, FilesOf(name));
    }

    /// <summary>Where a pack's manifest is or would be.</summary>
    internal string FolderOf(string name) => Path.Combine(manifests, name);

    /// <summary>Where a pack's weights are or would be.</summary>
    internal string FilesOf(string name) => files is null ? Path.Combine(FolderOf(name), "files") : Path.Combine(files, name);

    private static string? RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, RepositoryMark))) return folder.FullName;
        return null;
    }
}
