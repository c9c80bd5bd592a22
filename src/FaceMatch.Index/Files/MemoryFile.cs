using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FaceMatch.Index.Files;

/// <summary>
/// A file of Linux that is in memory only and has no name that another process could open: for libraries that read and
/// write files and nothing else, where the bytes must not reach a disk in the clear.
/// </summary>
internal sealed partial class MemoryFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    /// <exception cref="IOException">The system has none to give.</exception>
    public MemoryFile()
    {
        var descriptor = Create("facematch", CloseOnExec);
        if (descriptor < 0)
            throw new IOException($"No file in memory could be made (error {Marshal.GetLastPInvokeError()}).");
        _handle = new SafeFileHandle(descriptor, ownsHandle: true);
        Path = $"/proc/self/fd/{descriptor}";
    }

    private const uint CloseOnExec = 1;

    /// <summary>Good in this process while this object is not disposed.</summary>
    public string Path { get; }

    public SafeFileHandle Handle => _handle;

    public void Dispose() => _handle.Dispose();

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Create(string name, uint flags);
}
