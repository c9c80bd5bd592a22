using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using OpenCvSharp;
using SkiaSharp;

namespace FaceMatch.Vision.Frames;

/// <summary>
/// Decodes pictures by Skia: JPEG (gray, CMYK), PNG (8 and 16 bits, alpha), WebP, GIF and BMP; of an animation the first
/// picture. Colours are taken to sRGB by the embedded profile. Thread-safe.
/// </summary>
public sealed class FrameDecoder : IFrameDecoder
{
    /// <summary>Longer files are refused unread: no camera writes them, and a queue of them would fill memory.</summary>
    public const int LargestFile = 100 * 1024 * 1024;

    /// <summary>Larger pictures are refused by their header: decoding takes 7 bytes a pixel, 700 MB at this limit.</summary>
    public const long LargestPicture = 100_000_000;

    /// <summary>Visually lossless for faces, a fifth of the size of 100.</summary>
    private const int JpegQuality = 90;

    /// <summary>Sizes of a JPEG's blocks after decoding, from one pixel to all of its eight.</summary>
    private const int JpegSteps = 8;

    private const string Accepted = "Accepted are JPEG, PNG, WebP, GIF and BMP files.";

    public Frame Decode(ReadOnlyMemory<byte> encoded, DateTimeOffset capturedAt, int? enoughSide = null)
    {
        if (encoded.Length > LargestFile)
            throw new ImageRefusedException(
                ImageRefusal.TooLarge,
                $"The file has {encoded.Length} bytes, the limit is {LargestFile}. Send a smaller copy of the picture.");
        if (encoded.IsEmpty) throw new ImageRefusedException(ImageRefusal.Undecodable, $"The file is empty. {Accepted}");

        using System.Buffers.MemoryHandle pin = encoded.Pin();
        using SKData data = Wrap(pin, encoded.Length);
        using SKCodec codec = SKCodec.Create(data)
            ?? throw new ImageRefusedException(
                ImageRefusal.Undecodable, $"The file is not a picture of a known format, or its header is damaged. {Accepted}");
        SKSizeI size = codec.Info.Size;
        if ((long)size.Width * size.Height > LargestPicture)
            throw new ImageRefusedException(
                ImageRefusal.TooLarge,
                $"The picture has {size.Width}x{size.Height} pixels, the limit is {LargestPicture / 1_000_000} megapixels. "
                + "Send a smaller copy of it.");
        return Decode(codec, enoughSide is { } side ? Reduced(codec, side) : size, capturedAt);
    }

    public byte[] EncodeJpeg(Frame frame, Box part, int longestSide)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longestSide);
        Box inside = part.ClampTo(frame.Size);
        int left = Math.Min((int)inside.X, frame.Size.Width - 1), top = Math.Min((int)inside.Y, frame.Size.Height - 1);
        int right = Math.Clamp((int)MathF.Ceiling(inside.Right), left + 1, frame.Size.Width);
        int bottom = Math.Clamp((int)MathF.Ceiling(inside.Bottom), top + 1, frame.Size.Height);
        using FrameMat source = new(frame);
        using Mat cut = source.Mat.SubMat(top, bottom, left, right);
        double scale = Math.Min(1, (double)longestSide / Math.Max(cut.Width, cut.Height));
        using var small = new PixelBuffer(
            Math.Max(1, (int)(cut.Width * scale)), Math.Max(1, (int)(cut.Height * scale)), Frame.BytesPerPixel);
        Cv2.Resize(cut, small.Mat, small.Mat.Size(), interpolation: InterpolationFlags.Area);
        Cv2.ImEncode(".jpg", small.Mat, out byte[] jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, JpegQuality));
        return jpeg;
    }

    private static unsafe SKData Wrap(System.Buffers.MemoryHandle pin, int length) =>
        SKData.Create((nint)pin.Pointer, length);

    /// <summary>
    /// The smallest size that the codec decodes to by itself and whose longer side is enough: a JPEG's inverse transform can
    /// give eighths of its size, for about that share of the time and memory. Other formats have one size.
    /// </summary>
    private static SKSizeI Reduced(SKCodec codec, int enoughSide)
    {
        for (int eighths = 1; eighths < JpegSteps; eighths++)
        {
            SKSizeI size = codec.GetScaledDimensions((float)eighths / JpegSteps);
            if (Math.Max(size.Width, size.Height) >= enoughSide) return size;
        }

        return codec.Info.Size;
    }

    /// <param name="size">One that the codec can decode to.</param>
    private static Frame Decode(SKCodec codec, SKSizeI size, DateTimeOffset capturedAt)
    {
        int width = size.Width, height = size.Height;
        using SKColorSpace colours = SKColorSpace.CreateSrgb();
        var target = new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Premul, colours);
        using var pixels = new PixelBuffer(width, height, target.BytesPerPixel);
        SKCodecResult result = codec.GetPixels(target, pixels.Address);
        if (result != SKCodecResult.Success) throw Refused(result);

        FrameSize upright = Orientation.Upright(new FrameSize(width, height), codec.EncodedOrigin);
        var frame = new Frame(upright, capturedAt);
        try
        {
            Orientation.Write(pixels.Span, new FrameSize(width, height), codec.EncodedOrigin, frame);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    private static ImageRefusedException Refused(SKCodecResult result) => new(
        ImageRefusal.Undecodable,
        result == SKCodecResult.IncompleteInput
            ? $"The file is truncated: the picture ends before its last row. Send the whole file. {Accepted}"
            : $"The file is damaged and cannot be decoded. Send an undamaged copy. {Accepted}");
}
