using System.Diagnostics;
using FaceMatch.Index.Files;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Tests;

/// <summary>A folder for the files of one index, gone afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    public const int PageSlots = 64;

    public string Path { get; } = Directory.CreateTempSubdirectory("facematch-index-").FullName;

    public IReadOnlyList<string> Pages => [.. Directory.EnumerateFiles(Path, "page-*").Order(StringComparer.Ordinal)];

    public ExactIndex Open(int dimensions, NativePages memory, out IndexFilesReport report, byte key = 7, string contents = "test") =>
        ExactIndex.Open(
            dimensions, new IndexOptions(2, PageSlots), memory, new IndexFiles(Path, Enumerable.Repeat(key, IndexFiles.KeyLength).ToArray(), contents), out report);

    public bool Holds(ReadOnlySpan<byte> bytes)
    {
        using var copies = Copy();
        foreach (var file in Directory.EnumerateFiles(copies.Path))
        {
            if (File.ReadAllBytes(file).AsSpan().IndexOf(bytes) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>The files as they are now: what the next run would find if this one ended here.</summary>
    public TestFolder Copy()
    {
        // An index that runs has its files to itself in .NET; another program looks in all the same.
        var copies = new TestFolder();
        using var copying = Process.Start("cp", ["--recursive", Path + "/.", copies.Path]);
        copying.WaitForExit();
        Assert.Equal(0, copying.ExitCode);
        return copies;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
