using System.Diagnostics;
using FaceMatch.Index.Files;

namespace FaceMatch.Cluster.Tests;

/// <summary>A folder in which silos keep their shards, gone afterwards.</summary>
internal sealed class IndexFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("facematch-shards-").FullName;

    public ShardFileOptions Options => OptionsOf("alone");

    /// <summary>A folder a shard, in order of name.</summary>
    public IReadOnlyList<string> Shards => [.. Directory.EnumerateDirectories(System.IO.Path.Combine(Path, "alone")).Order(StringComparer.Ordinal)];

    /// <summary>Names of all shards that any node keeps, once for each node.</summary>
    public IReadOnlyList<string> ShardsOfAllNodes =>
        [.. Directory.EnumerateDirectories(Path).SelectMany(Directory.EnumerateDirectories).Select(System.IO.Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    public ShardFileOptions OptionsOf(string node) => new(Path, node, Enumerable.Repeat((byte)7, IndexFiles.KeyLength).ToArray(), "network 2");

    public static string PageOf(string shard) => Directory.EnumerateFiles(shard, "page-*").Single();

    /// <summary>The files as they are now: what the next run would find if this one ended here.</summary>
    public IndexFolder Copy()
    {
        // Who runs has its files to itself in .NET; another program looks in all the same.
        var copy = new IndexFolder();
        using var copying = Process.Start("cp", ["--recursive", Path + "/.", copy.Path]);
        copying.WaitForExit();
        Assert.Equal(0, copying.ExitCode);
        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
