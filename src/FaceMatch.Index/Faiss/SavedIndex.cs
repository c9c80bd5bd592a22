using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using FaceMatch.Index.Files;

namespace FaceMatch.Index.Faiss;

/// <summary>
/// An index of Faiss in one sealed file: its type, each template with a hash of its vector, and what Faiss itself writes.
/// Faiss knows only files, and its reader trusts its input: it gets a file in memory, with nothing in it that was not
/// written by this program.
/// </summary>
internal static class SavedIndex
{
    private const string Name = "faiss.index";
    private const string Unfinished = ".draft";

    /// <summary>Also a torn one, or one that was never finished.</summary>
    public static bool IsIn(IndexFiles files) => File.Exists(PathIn(files)) || File.Exists(PathIn(files) + Unfinished);

    public static void Wipe(IndexFiles files)
    {
        SealedStream.Wipe(PathIn(files));
        SealedStream.Wipe(PathIn(files) + Unfinished);
    }

    /// <exception cref="IOException">The disk is full or gone; what was there before is still there.</exception>
    public static void Write(IndexFiles files, NativeIndex index, string factory, Dictionary<long, ulong> contents)
    {
        Directory.CreateDirectory(files.Folder);
        using var memory = new MemoryFile();
        index.Write(memory.Path);
        using var whole = new FileStream(memory.Path, FileMode.Open, FileAccess.Read);
        using var table = new MemoryStream();
        using (var writer = new BinaryWriter(table, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(index.Dimensions);
            writer.Write(factory);
            writer.Write(contents.Count);
            foreach (var (template, hash) in contents)
            {
                writer.Write(template);
                writer.Write(hash);
            }
        }

        table.Position = 0;
        var path = PathIn(files);
        try
        {
            SealedStream.Write(path + Unfinished, files, table, whole);
            File.Move(path + Unfinished, path, overwrite: true);
        }
        finally
        {
            SealedStream.Wipe(path + Unfinished);
        }
    }

    /// <exception cref="IOException">There is none, it is torn or damaged, for other contents, or of another type.</exception>
    /// <exception cref="FaissException">It is whole, but this version of Faiss does not read it.</exception>
    public static (NativeIndex Index, Dictionary<long, ulong> Contents) Read(IndexFiles files, string factory, int dimensions)
    {
        using var all = new MemoryFile();
        using var plain = new FileStream(all.Path, FileMode.Open, FileAccess.ReadWrite);
        SealedStream.Read(PathIn(files), files, plain);
        plain.Position = 0;
        using var reader = new BinaryReader(plain, Encoding.UTF8, leaveOpen: true);
        var (width, type) = (reader.ReadInt32(), reader.ReadString());
        if (type != factory || width != dimensions)
            throw new IndexFileException($"it is a {type} of {width} dimensions, wanted is {factory} of {dimensions}");
        var contents = new Dictionary<long, ulong>();
        for (var left = reader.ReadInt32(); left > 0; left--)
            contents.Add(reader.ReadInt64(), reader.ReadUInt64());

        using var rest = new MemoryFile();
        using (var writer = new FileStream(rest.Path, FileMode.Open, FileAccess.Write))
            plain.CopyTo(writer);
        return (NativeIndex.Read(rest.Path), contents);
    }

    private static string PathIn(IndexFiles files) => Path.Combine(files.Folder, Name);

    /// <summary>To tell a changed vector, not to withstand anybody: 64 bits of its SHA-256.</summary>
    public static ulong HashOf(ReadOnlySpan<float> vector)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(vector), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
