using System.Buffers.Binary;
using System.IO.Compression;
using OpenCvSharp;

namespace FaceMatch.Vision.Tests.Support;

/// <summary>Picture files byte by byte, of the kinds that no encoder at hand writes.</summary>
internal static class ImageFiles
{
    /// <summary>A baseline CMYK JPEG of 8x8 pixels in one colour, as Adobe writes it: 255 is no ink.</summary>
    public static byte[] CmykJpeg(byte cyan, byte magenta, byte yellow, byte black)
    {
        List<byte> file = [0xFF, 0xD8];
        Segment(file, 0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]);
        Segment(file, 0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]);
        Segment(file, 0xC0, [8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0]);

        // Differences of the mean: twelve categories, each a code of four bits. Of the rest only "end of block", one bit.
        Segment(file, 0xC4, [0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Range(0, 12).Select(i => (byte)i)]);
        Segment(file, 0xC4, [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Segment(file, 0xDA, [4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]);
        file.AddRange(Bits([cyan, magenta, yellow, black]));
        return [.. file, 0xFF, 0xD9];
    }

    /// <summary>A JPEG with an EXIF orientation put in after its first marker.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        List<byte> exif = [0xFF, 0xD8];
        Segment(exif, 0xE1, [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);
        return [.. exif, .. jpeg.AsSpan(2)];
    }

    /// <summary>A GIF of one pixel and two pictures: red, then blue.</summary>
    public static byte[] AnimatedGif() =>
    [
        .. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255,
        0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 0x01, 0,
        0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 0x01, 0,
        0x3B,
    ];

    /// <summary>A PNG whose header announces a size that its few bytes of data do not have.</summary>
    public static byte[] PngBomb(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = 2;
        using var compressed = new MemoryStream();
        using (var deflater = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) deflater.Write(new byte[64]);
        List<byte> file = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A];
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, compressed.ToArray());
        Chunk(file, "IEND"u8, []);
        return [.. file];
    }

    /// <summary>As OpenCV encodes a matrix.</summary>
    public static byte[] Encode(Mat picture, string extension)
    {
        Assert.True(Cv2.ImEncode(extension, picture, out byte[] file));
        return file;
    }

    private static void Segment(List<byte> file, byte marker, byte[] content)
    {
        int length = content.Length + 2;
        file.AddRange([0xFF, marker, (byte)(length >> 8), (byte)length, .. content]);
    }

    private static List<byte> Bits(byte[] samples)
    {
        var bits = new System.Text.StringBuilder();
        foreach (byte sample in samples)
        {
            int mean = (sample - 128) * 8;
            int category = mean == 0 ? 0 : (int)Math.Log2(Math.Abs(mean)) + 1;
            bits.Append(Convert.ToString(category, 2).PadLeft(4, '0'));
            if (category > 0)
                bits.Append(Convert.ToString(mean > 0 ? mean : mean + (1 << category) - 1, 2).PadLeft(category, '0'));
            bits.Append('0');
        }

        while (bits.Length % 8 != 0) bits.Append('1');
        List<byte> bytes = [];
        for (int at = 0; at < bits.Length; at += 8)
        {
            bytes.Add(Convert.ToByte(bits.ToString(at, 8), 2));
            if (bytes[^1] == 0xFF) bytes.Add(0);
        }

        return bytes;
    }

    private static void Chunk(List<byte> file, ReadOnlySpan<byte> kind, byte[] content)
    {
        byte[] body = [.. kind, .. content];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.AddRange(number);
        file.AddRange(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.AddRange(number);
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
