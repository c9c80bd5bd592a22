using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using FaceMatch.Index.Snapshots;
using Microsoft.Win32.SafeHandles;

namespace FaceMatch.Index.Files;

/// <summary>
/// The file of one page: a header in plain text, the sealed float32 rows, which are memory-mapped, and the sealed section with
/// everything a scan needs. Its blocks are reserved when it is made, so that a full disk is an error here and no fault of memory later.
/// </summary>
internal sealed unsafe class PageFile : IDisposable
{
    /// <summary>Whole pages of memory, so that rows can be mapped.</summary>
    private const int HeaderLength = 4096;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static ReadOnlySpan<byte> Magic => "FMINDEX\u0001"u8;

    private readonly PageLayout _layout;
    private readonly SafeFileHandle _file;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _rows;
    private readonly int _rowLength;

    private PageFile(string path, PageLayout layout, SafeFileHandle file)
    {
        Path = path;
        _layout = layout;
        _file = file;
        _rowLength = RowLength(layout);
        var length = SectionStartOf(layout);
        _mapping = MemoryMappedFile.CreateFromFile(
            file, mapName: null, Math.Max(length, RandomAccess.GetLength(file)), MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _mapping.CreateViewAccessor(0, length);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _rows = start + HeaderLength;
    }

    public string Path { get; }

    public static PageFile Create(string path, PageLayout layout, int index)
    {
        var reserved = SectionStartOf(layout) + PageSection.Length(layout);
        var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.None, reserved);
        try
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, OwnerOnly);
            RandomAccess.SetLength(file, SectionStartOf(layout));
            RandomAccess.Write(file, Header(layout, index), 0);
            return new PageFile(path, layout, file);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <exception cref="IndexFileException">It is no page of this layout and place.</exception>
    public static PageFile Open(string path, PageLayout layout, int index)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var expected = Header(layout, index);
            var header = new byte[expected.Length];
            if (RandomAccess.GetLength(file) < SectionStartOf(layout)
                || RandomAccess.Read(file, header, 0) != header.Length || !header.AsSpan().SequenceEqual(expected))
                throw new IndexFileException($"{path} is torn, or no page {index} of {layout.Slots} vectors of {layout.Dimensions} numbers.");
            var page = new PageFile(path, layout, file);
            if (MemoryAdvice.TryRead(page._rows, (nuint)RowsLength(layout)))
                return page;
            page.Dispose();
            throw new IndexFileException($"The disk does not give {path} back.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The sealed bytes of a row.</summary>
    public Span<byte> Row(int slot) => new(_rows + (nint)slot * _rowLength, PageCipher.Overhead + _layout.Dimensions * sizeof(float));

    public void WriteSection(ReadOnlySpan<byte> section)
    {
        var prefixed = new byte[sizeof(int) + section.Length];
        BinaryPrimitives.WriteInt32LittleEndian(prefixed, section.Length);
        section.CopyTo(prefixed.AsSpan(sizeof(int)));
        RandomAccess.Write(_file, prefixed, SectionStart);
        // What an earlier, longer section left behind it goes.
        RandomAccess.SetLength(_file, SectionStart + prefixed.Length);
    }

    /// <summary>Null when none was ever written: the last run ended before it first saved the page.</summary>
    /// <exception cref="IndexFileException">It is shorter than it says.</exception>
    public byte[]? ReadSection()
    {
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        var available = RandomAccess.GetLength(_file) - SectionStart - prefix.Length;
        if (available == -prefix.Length)
            return null;
        var length = RandomAccess.Read(_file, prefix, SectionStart) == prefix.Length ? BinaryPrimitives.ReadInt32LittleEndian(prefix) : 0;
        if (length < PageCipher.Overhead || length > available)
            throw new IndexFileException($"{Path} is torn: its section ends too soon.");
        var section = GC.AllocateUninitializedArray<byte>(length);
        for (var read = 0; read < length;)
        {
            var some = RandomAccess.Read(_file, section.AsSpan(read), SectionStart + prefix.Length + read);
            if (some == 0)
                throw new IndexFileException($"{Path} is torn: its section ends too soon.");
            read += some;
        }

        return section;
    }

    /// <summary>Rows and section are on the disk when it returns.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file);

    /// <summary>
    /// Zeros over everything, then the name goes. Where the disk does not let that be, the zero rows alone make that the file shows nobody
    /// to whoever opens it.
    /// </summary>
    public void Wipe()
    {
        NativePages.Zero(_rows, (nuint)RowsLength(_layout));
        try
        {
            WriteSection(new byte[(int)Math.Max(0, RandomAccess.GetLength(_file) - SectionStart - sizeof(int))]);
            Flush();
            Dispose();
            File.Delete(Path);
        }
        catch (Exception fault) when (IndexFolder.IsOfDisk(fault))
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        if (_file.IsClosed)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _mapping.Dispose();
        _file.Dispose();
    }

    /// <summary>The length of a file whose page was never saved.</summary>
    public static long SectionStartOf(PageLayout layout) => HeaderLength + RowsLength(layout);

    private long SectionStart => SectionStartOf(_layout);

    private static long RowsLength(PageLayout layout) => (long)layout.Slots * RowLength(layout);

    private static int RowLength(PageLayout layout) =>
        PageLayout.RoundUp(PageCipher.Overhead + layout.Dimensions * sizeof(float), Kernels.VectorKernel.RowAlignment);

    private static byte[] Header(PageLayout layout, int index)
    {
        var header = new byte[Magic.Length + 3 * sizeof(int)];
        Magic.CopyTo(header);
        var numbers = header.AsSpan(Magic.Length);
        BinaryPrimitives.WriteInt32LittleEndian(numbers, layout.Dimensions);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[sizeof(int)..], layout.Slots);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[(2 * sizeof(int))..], index);
        return header;
    }
}
