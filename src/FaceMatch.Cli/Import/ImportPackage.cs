using System.Globalization;
using System.IO.Compression;
using CsvHelper;

namespace FaceMatch.Cli.Import;

/// <summary>Manifest and archive, ready to be sent. The archive is a file that only its owner reads, gone on dispose.</summary>
public sealed class ImportPackage : IAsyncDisposable
{
    private const int BufferSize = 1 << 16;

    private ImportPackage(MemoryStream manifest, FileStream archive)
    {
        Manifest = manifest;
        Archive = archive;
    }

    public Stream Manifest { get; }

    public Stream Archive { get; }

    /// <param name="onPacked">Told after each image.</param>
    public static async Task<ImportPackage> PackAsync(ManifestRows rows, DirectoryInfo folder, Action onPacked, CancellationToken cancellationToken)
    {
        FileStream archive = OpenPrivateFile();
        try
        {
            await ZipAsync(archive, rows.Files, folder, onPacked, cancellationToken);
            archive.Position = 0;
            return new ImportPackage(WriteManifest(rows), archive);
        }
        catch
        {
            await archive.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Manifest.DisposeAsync();
        await Archive.DisposeAsync();
    }

    private static FileStream OpenPrivateFile()
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = BufferSize,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
    }

    /// <summary>Stored, not deflated: photographs are compressed already.</summary>
    private static async Task ZipAsync(
        Stream archive, IReadOnlyList<string> files, DirectoryInfo folder, Action onPacked, CancellationToken cancellationToken)
    {
        await using ZipArchive zip = await ZipArchive.CreateAsync(archive, ZipArchiveMode.Create, leaveOpen: true, null, cancellationToken);
        foreach (string name in files)
        {
            await using FileStream file = File.OpenRead(Path.Combine(folder.FullName, name));
            await using Stream entry = await zip.CreateEntry(name, CompressionLevel.NoCompression).OpenAsync(cancellationToken);
            await file.CopyToAsync(entry, cancellationToken);
            onPacked();
        }
    }

    private static MemoryStream WriteManifest(ManifestRows rows)
    {
        MemoryStream manifest = new();
        using (StreamWriter writer = new(manifest, leaveOpen: true))
        using (CsvWriter csv = new(writer, CultureInfo.InvariantCulture))
        {
            foreach (IReadOnlyList<string> row in rows.Rows.Prepend(rows.Columns))
            {
                foreach (string cell in row) csv.WriteField(cell);
                csv.NextRecord();
            }
        }

        manifest.Position = 0;
        return manifest;
    }
}
