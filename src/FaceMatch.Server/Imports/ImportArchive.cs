using System.Buffers.Binary;
using System.IO.Compression;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Server.Imports;

/// <summary>
/// The pictures of an import, looked up by the names that the manifest gives; no name out of the archive ever becomes a
/// path. Not thread-safe.
/// </summary>
public sealed class ImportArchive : IDisposable
{
    private const uint EndSignature = 0x06054b50;
    private const int EndLength = 22;
    private const int LongestComment = ushort.MaxValue;

    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    private ImportArchive(ZipArchive zip)
    {
        _zip = zip;
        foreach (ZipArchiveEntry entry in zip.Entries) _entries.TryAdd(Normalise(entry.FullName), entry);
    }

    /// <summary>Takes the stream over, also when it throws.</summary>
    /// <exception cref="RefusalException"><c>unreadable-archive</c>, <c>archive-too-large</c>.</exception>
    public static ImportArchive Open(Stream stream)
    {
        try
        {
            CheckDirectory(stream);
            return new ImportArchive(new ZipArchive(stream, ZipArchiveMode.Read));
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            stream.Dispose();
            throw Unreadable(fault);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <exception cref="RefusalException"><c>file-missing</c>, <c>image-too-large</c>, <c>suspicious-compression</c>, <c>file-unreadable</c>.</exception>
    public byte[] Read(string file)
    {
        if (file.Length == 0 || !_entries.TryGetValue(Normalise(file), out ZipArchiveEntry? entry))
            throw Refused("file-missing", "The archive holds no file of this name. Names are compared letter by letter, with folders.");
        if (entry.Length > ImportLimits.LargestImage)
            throw Refused("image-too-large", $"The file is larger than the {ImportLimits.LargestImage >> 20} MB that are taken. Give a smaller picture.");
        if (entry.Length > ImportLimits.SmallEntry && entry.Length / ImportLimits.HighestRatio > entry.CompressedLength)
            throw Refused("suspicious-compression", "The file unpacks to far more than a picture would. Pack the original picture.");
        try
        {
            using Stream content = entry.Open();
            byte[] bytes = GC.AllocateUninitializedArray<byte>((int)entry.Length);
            content.ReadExactly(bytes);
            if (content.ReadByte() >= 0) throw new InvalidDataException("Longer than the directory says.");
            return bytes;
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw Refused("file-unreadable", "The file cannot be unpacked: it is damaged, encrypted or packed in an unusual way. Pack it again as plain ZIP.", fault);
        }
    }

    public void Dispose() => _zip.Dispose();

    /// <summary>
    /// The library reads the whole directory into memory, so its size is looked up first in the record at the end of the
    /// file (APPNOTE.TXT 4.3.16).
    /// </summary>
    private static void CheckDirectory(Stream stream)
    {
        byte[] tail = new byte[Math.Min(stream.Length, EndLength + LongestComment)];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        stream.Position = 0;
        for (int at = tail.Length - EndLength; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) != EndSignature) continue;
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 12));
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
            if (size > ImportLimits.LargestDirectory)
                throw Refused("archive-too-large", "The archive lists too many files, or is in the ZIP64 form. Send it in parts.");
            if (offset + (long)size != stream.Length - tail.Length + at) throw new InvalidDataException("The directory is not where its end says.");
            return;
        }

        throw new InvalidDataException("There is no directory.");
    }

    /// <summary>Archivers differ in slashes and in a leading "./".</summary>
    private static string Normalise(string name)
    {
        string forward = name.Replace('\\', '/');
        return forward.StartsWith("./", StringComparison.Ordinal) ? forward[2..] : forward;
    }

    private static RefusalException Unreadable(Exception cause) =>
        Refused("unreadable-archive", "The archive is not a ZIP that can be read. Pack the pictures again as plain ZIP.", cause);

    private static RefusalException Refused(string code, string sentence, Exception? cause = null) =>
        new(RefusalKind.Unacceptable, code, sentence, cause);
}
