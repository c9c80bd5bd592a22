using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FaceMatch.Storage.Files;

/// <summary>Makes changes of a folder survive the loss of power.</summary>
internal static partial class Durable
{
    private const int ReadOnly = 0;
    private const int CloseOnExecLinux = 0x80000;

    /// <summary>
    /// Flushes the folder itself: on POSIX systems a rename or a new name is lasting only after that. On Windows the
    /// journal of NTFS keeps the order, and a folder cannot be flushed.
    /// </summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int descriptor = Open(folder, OperatingSystem.IsLinux() ? ReadOnly | CloseOnExecLinux : ReadOnly);
        if (descriptor < 0) throw Failure(folder);
        try
        {
            if (Flush(descriptor) != 0) throw Failure(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Fills the file with zeros, flushes them to the disk, then removes the name.</summary>
    /// <remarks>
    /// Overwrites the blocks on file systems that write in place. Copy-on-write file systems and flash may keep old
    /// blocks for a while; what stays there is ciphertext.
    /// </remarks>
    public static void Wipe(string path)
    {
        using (FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
        {
            Span<byte> zeros = stackalloc byte[4096];
            zeros.Clear();
            for (long left = file.Length; left > 0; left -= zeros.Length) file.Write(zeros[..(int)Math.Min(left, zeros.Length)]);
            file.Flush(flushToDisk: true);
        }

        File.Delete(path);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    private static IOException Failure(string folder)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"Folder {folder} could not be flushed to the disk: {new Win32Exception(error).Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
