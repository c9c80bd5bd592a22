using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Files;

/// <summary>The folder of one index: a salt, and a file a page. Whoever wipes the salt has wiped everything.</summary>
internal sealed class IndexFolder
{
    private const string SaltName = "salt";
    private const string PagePattern = "page-*.index";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder;
    private readonly PageLayout _layout;
    private readonly byte[] _key;

    /// <exception cref="ArgumentException">The key is not 32 bytes.</exception>
    /// <exception cref="IOException">The folder cannot be made or written to.</exception>
    public IndexFolder(IndexFiles files, PageLayout layout)
    {
        if (files.Key.Length != IndexFiles.KeyLength)
            throw new ArgumentException($"The key of index files is {IndexFiles.KeyLength} bytes, not {files.Key.Length}.", nameof(files));
        _folder = files.Folder;
        _layout = layout;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(_folder);
        else
            Directory.CreateDirectory(_folder, OwnerOnly);
        _key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, files.Key.ToArray(), IndexFiles.KeyLength, Salt(), Encoding.UTF8.GetBytes($"FaceMatch index files, version 1: {files.Contents}"));
    }

    public PageCipher NewCipher() => new(_key);

    public RowAccess NewAccess(NativePages memory) => new(memory, _layout, NewCipher());

    public SealedRows Create(int page) => new(PageFile.Create(PathOf(page), _layout, page), _layout, page);

    public SealedRows Open(int page) => new(PageFile.Open(PathOf(page), _layout, page), _layout, page);

    /// <summary>Numbers of the pages that have a file.</summary>
    public IReadOnlyList<int> Pages() =>
    [
        .. Directory.EnumerateFiles(_folder, PagePattern)
            .Select(path => int.TryParse(Path.GetFileNameWithoutExtension(path)["page-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : -1)
            .Where(page => page >= 0)
            .Order(),
    ];

    /// <summary>Zeros over a file that is of no use, and its name gone.</summary>
    public void Wipe(int page)
    {
        using (var file = new FileStream(PathOf(page), FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var zeros = new byte[1 << 16];
            for (var left = file.Length; left > 0; left -= zeros.Length)
                file.Write(zeros.AsSpan(0, (int)Math.Min(left, zeros.Length)));
            file.Flush(flushToDisk: true);
        }

        File.Delete(PathOf(page));
    }

    private string PathOf(int page) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"page-{page:D6}.index"));

    /// <summary>Random, so that no two folders have a key in common. Lost or damaged, no page opens, and all is read anew.</summary>
    private byte[] Salt()
    {
        var path = Path.Combine(_folder, SaltName);
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: IndexFiles.KeyLength } known)
            return known;
        var fresh = RandomNumberGenerator.GetBytes(IndexFiles.KeyLength);
        var draft = path + ".draft";
        File.WriteAllBytes(draft, fresh);
        File.Move(draft, path, overwrite: true);
        return fresh;
    }
}
