using System.Collections.Concurrent;
using FaceMatch.Storage.Files;

namespace FaceMatch.Storage.Vault;

/// <summary>Where the files of the vault lie. Two levels of 256 folders keep each below a few thousand files for tens of millions.</summary>
internal sealed class VaultFolders : IDisposable
{
    private readonly string _root;

    // Drafts lie beside the images and so on the same file system: a rename stays atomic, and a start finds what a crash left without
    // walking through millions of files.
    private readonly string _incoming;
    private readonly DraftFolder _drafts;

    private readonly ConcurrentDictionary<string, Lazy<string>> _lasting = new(StringComparer.Ordinal);

    public VaultFolders(string root)
    {
        _root = root;
        _incoming = Path.Combine(root, "incoming");
        OwnerOnly.CreateFolder(root);
        OwnerOnly.CreateFolder(_incoming);
        Durable.FlushFolder(Path.GetDirectoryName(root)!);
        Durable.FlushFolder(root);
        WipedDrafts = DraftFolder.WipeLeftovers(_incoming);
        _drafts = DraftFolder.Make(_incoming);
    }

    /// <summary>How many unfinished files a stop that was not a clean one had left.</summary>
    public int WipedDrafts { get; }

    public string NewDraft() => _drafts.NewDraft();

    public void Dispose() => _drafts.Dispose();

    public string PathOf(byte[] hash)
    {
        string name = Convert.ToHexStringLower(hash);
        return Path.Combine(_root, name[..2], name[2..4], name);
    }

    /// <summary>Gives the finished draft its name, for good.</summary>
    public void Place(string draft, byte[] hash)
    {
        string path = PathOf(hash);
        string folder = MakeLasting(Path.GetDirectoryName(path)!);
        if (File.Exists(path)) Erase(hash);
        File.Move(draft, path);
        Durable.FlushFolder(folder);
    }

    /// <summary>Takes the name away first, so that a crash in between leaves a draft and not a broken image.</summary>
    public bool Erase(byte[] hash)
    {
        string path = PathOf(hash);
        if (!File.Exists(path)) return false;
        string draft = NewDraft();
        File.Move(path, draft);
        Durable.FlushFolder(Path.GetDirectoryName(path)!);
        Durable.FlushFolder(Path.GetDirectoryName(draft)!);
        Durable.Wipe(draft);
        return true;
    }

    public string? AnyImage() =>
        Directory.EnumerateDirectories(_root)
            .Where(folder => !string.Equals(folder, _incoming, StringComparison.Ordinal))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .FirstOrDefault();

    /// <summary>Once a folder and process: another process may have died between making it and flushing its parent.</summary>
    private string MakeLasting(string folder)
    {
        Lazy<string> once = _lasting.GetOrAdd(folder, key => new Lazy<string>(() =>
        {
            OwnerOnly.CreateFolder(key);
            Durable.FlushFolder(Path.GetDirectoryName(key)!);
            Durable.FlushFolder(_root);
            return key;
        }));
        try
        {
            return once.Value;
        }
        catch
        {
            _lasting.TryRemove(folder, out _);
            throw;
        }
    }
}
