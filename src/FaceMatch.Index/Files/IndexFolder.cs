using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Files;

/// <summary>
/// The folder of one index: a salt, a file a page, and a note of the index's owner. Whoever wipes the salt has wiped everything. One
/// index at a time has it; while it cannot be had, or used, every new page asks again.
/// </summary>
internal sealed class IndexFolder : IDisposable
{
    private const string LockName = "in-use";
    private const string SaltName = "salt";
    private const string NoteName = "note";
    private const string DraftEnd = ".draft";
    private const string PagePattern = "page-*.index";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly byte[] NotePlace = "note"u8.ToArray();

    private readonly string _folder;
    private readonly PageLayout _layout;
    private readonly byte[] _salt;
    private readonly byte[] _key;
    private FileStream? _held;

    /// <exception cref="ArgumentException">The key is not 32 bytes.</exception>
    public IndexFolder(IndexFiles files, PageLayout layout)
    {
        if (files.Key.Length != IndexFiles.KeyLength)
            throw new ArgumentException($"The key of index files is {IndexFiles.KeyLength} bytes, not {files.Key.Length}.", nameof(files));
        _folder = files.Folder;
        _layout = layout;
        _salt = RandomNumberGenerator.GetBytes(IndexFiles.KeyLength);
        try
        {
            _held = Hold(_folder);
            if (ReadSalt() is { } known)
                _salt = known;
            else
                WriteSalt();
            Pages = PagesThere();
        }
        catch (Exception fault) when (IsOfDisk(fault))
        {
            Dispose();
            Fault = fault.Message;
        }

        _key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, files.Key.ToArray(), IndexFiles.KeyLength, _salt, Encoding.UTF8.GetBytes($"FaceMatch index files, version 1: {files.Contents}"));
    }

    /// <summary>Why the folder could not be used when it was opened; null when it could.</summary>
    public string? Fault { get; }

    /// <summary>Numbers of the pages that had a file when the folder was opened.</summary>
    public IReadOnlyList<int> Pages { get; } = [];

    /// <summary>The faults that come of the disk and not of this program.</summary>
    public static bool IsOfDisk(Exception fault) => fault is IOException or UnauthorizedAccessException;

    /// <summary>Leaves nothing of a folder that no index has.</summary>
    /// <returns>False when an index has it.</returns>
    /// <exception cref="IOException">It cannot be wiped.</exception>
    public static bool TryWipe(string folder)
    {
        if (!Directory.Exists(folder))
            return true;
        FileStream held;
        try
        {
            held = Hold(folder, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return false;
        }

        using (held)
        {
            // Pages never open again without the salt; what else there is has its own in its head.
            string[] pages = Directory.GetFiles(folder, PagePattern);
            foreach (var path in Directory.GetFiles(folder).Except(pages).Where(path => Path.GetFileName(path) != LockName))
                WipeHead(path);
            foreach (var path in pages)
                File.Delete(path);
        }

        Directory.Delete(folder);
        return true;
    }

    public PageCipher NewCipher() => new(_key);

    public RowAccess NewAccess(NativePages memory) => new(memory, _layout, NewCipher());

    /// <exception cref="IOException">The disk is full, or the folder cannot be used.</exception>
    public SealedRows Create(int page)
    {
        if (_held is null)
            Begin();
        return new SealedRows(PageFile.Create(PathOf(page), _layout, page), _layout, page);
    }

    public SealedRows Open(int page) => new(PageFile.Open(PathOf(page), _layout, page), _layout, page);

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

    /// <returns>Empty when there is none, or it is damaged.</returns>
    public byte[] ReadNote()
    {
        try
        {
            if (_held is null || !File.Exists(In(NoteName)) || File.ReadAllBytes(In(NoteName)) is not { Length: >= PageCipher.Overhead } piece)
                return [];
            var note = new byte[piece.Length - PageCipher.Overhead];
            using var cipher = NewCipher();
            cipher.Open(piece, NotePlace, note);
            return note;
        }
        catch (Exception fault) when (IsOfDisk(fault) || fault is AuthenticationTagMismatchException)
        {
            return [];
        }
    }

    /// <summary>In place of the one before, whole or not at all.</summary>
    public void WriteNote(ReadOnlySpan<byte> note, bool toDisk)
    {
        var piece = new byte[PageCipher.Overhead + note.Length];
        using (var cipher = NewCipher())
            cipher.Seal(note, NotePlace, piece);
        Replace(NoteName, piece, toDisk);
    }

    public void Dispose()
    {
        _held?.Dispose();
        _held = null;
    }

    /// <summary>Starts afresh where the folder could not be used before: what lies in it was sealed under another salt.</summary>
    private void Begin()
    {
        _held = Hold(_folder);
        try
        {
            foreach (var page in PagesThere())
                Wipe(page);
            File.Delete(In(NoteName));
            WriteSalt();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private IReadOnlyList<int> PagesThere() =>
    [
        .. Directory.EnumerateFiles(_folder, PagePattern)
            .Select(path => int.TryParse(Path.GetFileNameWithoutExtension(path)["page-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : -1)
            .Where(page => page >= 0)
            .Order(),
    ];

    private static FileStream Hold(string folder, FileOptions options = FileOptions.None)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly);
        return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, options);
    }

    private static void WipeHead(string path)
    {
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(new byte[Math.Min(file.Length, 4096)]);
            file.Flush(flushToDisk: true);
        }

        File.Delete(path);
    }

    /// <summary>Null when there is none. Lost or damaged, no page opens, and all is read anew.</summary>
    private byte[]? ReadSalt() =>
        File.Exists(In(SaltName)) && File.ReadAllBytes(In(SaltName)) is { Length: IndexFiles.KeyLength } known ? known : null;

    /// <summary>Random, so that no two folders have a key in common.</summary>
    private void WriteSalt() => Replace(SaltName, _salt, toDisk: true);

    private void Replace(string name, byte[] content, bool toDisk)
    {
        var draft = In(name + DraftEnd);
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(content);
            file.Flush(toDisk);
        }

        File.Move(draft, In(name), overwrite: true);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string PathOf(int page) => In(string.Create(CultureInfo.InvariantCulture, $"page-{page:D6}.index"));
}
