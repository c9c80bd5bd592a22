using FaceMatch.Core.Faces;
using FaceMatch.Vision.Frames;

namespace FaceMatch.Benchmarks.Vision;

/// <summary>A photograph of one face at 250x250, and larger frames made of it.</summary>
internal static class Portrait
{
    public static Frame Decode() => new FrameDecoder().Decode(Encoded(), DateTimeOffset.UnixEpoch);

    /// <summary>The portrait in the middle of gray.</summary>
    public static Frame InGray(int width, int height)
    {
        using Frame portrait = Decode();
        var frame = new Frame(new FrameSize(width, height), DateTimeOffset.UnixEpoch);
        frame.Pixels.Span.Fill(128);
        int left = (width - portrait.Size.Width) / 2, top = (height - portrait.Size.Height) / 2;
        for (int row = 0; row < portrait.Size.Height; row++)
            portrait.Pixels.Span.Slice(row * portrait.Stride, portrait.Stride)
                .CopyTo(frame.Pixels.Span[(((top + row) * frame.Stride) + (left * Frame.BytesPerPixel))..]);
        return frame;
    }

    private static byte[] Encoded()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FaceMatch.sln"))) folder = folder.Parent;
        string images = Path.Combine(folder?.Parent?.FullName ?? "..", "shared", "data", "lfw-dev");
        return File.ReadAllBytes(Directory.EnumerateDirectories(images).Order(StringComparer.Ordinal)
            .SelectMany(Directory.EnumerateFiles).First());
    }
}
