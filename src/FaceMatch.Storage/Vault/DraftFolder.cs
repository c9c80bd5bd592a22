using FaceMatch.Storage.Files;

namespace FaceMatch.Storage.Vault;

/// <summary>
/// Where one process writes files that have no name yet. It holds a lock on the folder, which the system frees when the process ends:
/// so a start tells what a dead one left from what another server, which shares the vault, is writing right now.
/// </summary>
internal sealed class DraftFolder : IDisposable
{
    private const string Lock = "in-use.lock";

    private readonly string _folder;
    private readonly FileStream _held;

    private DraftFolder(string folder, FileStream held)
    {
        _folder = folder;
        _held = held;
    }

    public static DraftFolder Make(string incoming)
    {
        string folder = Path.Combine(incoming, Guid.NewGuid().ToString("N"));
        OwnerOnly.CreateFolder(folder);
        Durable.FlushFolder(incoming);
        return new DraftFolder(folder, OwnerOnly.CreateFile(Path.Combine(folder, Lock)));
    }

    /// <summary>Call while no other server starts.</summary>
    /// <returns>How many unfinished files were wiped.</returns>
    public static int WipeLeftovers(string incoming)
    {
        int wiped = 0;
        foreach (string folder in Directory.EnumerateDirectories(incoming))
        {
            using FileStream? held = TryHold(Path.Combine(folder, Lock));
            if (held is null) continue;
            foreach (string draft in Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file) != Lock))
            {
                Durable.Wipe(draft);
                wiped++;
            }

            Directory.Delete(folder, recursive: true);
        }

        // Versions before this one had one folder for all drafts.
        foreach (string draft in Directory.EnumerateFiles(incoming))
        {
            Durable.Wipe(draft);
            wiped++;
        }

        return wiped;
    }

    public string NewDraft() => Path.Combine(_folder, Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        _held.Dispose();
        try
        {
            File.Delete(_held.Name);
            Directory.Delete(_folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A draft could not be wiped; the next start does it.
        }
    }

    private static FileStream? TryHold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
