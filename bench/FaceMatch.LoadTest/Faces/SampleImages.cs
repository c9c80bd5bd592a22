using FaceMatch.Core.Faces;
using FaceMatch.Vision.Frames;

namespace FaceMatch.LoadTest.Faces;

/// <summary>Photographs of one face each, their files read into memory.</summary>
internal sealed class SampleImages
{
    private static readonly FrameDecoder Decoder = new();

    private SampleImages(IReadOnlyList<byte[]> files) => Files = files;

    public IReadOnlyList<byte[]> Files { get; }

    /// <param name="most">Spread over the folder, so that one person's photographs do not decide.</param>
    public static SampleImages Read(DirectoryInfo folder, int most)
    {
        FileInfo[] all = [.. folder.EnumerateFiles("*.jpg", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal)];
        if (all.Length == 0) throw new DirectoryNotFoundException($"{folder.FullName} has no JPEG files.");
        int count = Math.Min(most, all.Length);
        return new SampleImages([.. Enumerable.Range(0, count).Select(i => File.ReadAllBytes(all[(int)((long)i * all.Length / count)].FullName))]);
    }

    public Frame Decode(int index) => Decode(Files[index % Files.Count]);

    public static Frame Decode(byte[] file) => Decoder.Decode(file, DateTimeOffset.UnixEpoch);

    /// <summary>As a camera would have sent it.</summary>
    public static byte[] Encode(Frame frame)
    {
        FrameSize size = frame.Size;
        return Decoder.EncodeJpeg(frame, new Box(0, 0, size.Width, size.Height), Math.Max(size.Width, size.Height));
    }
}
