using FaceMatch.Core.Faces;
using FaceMatch.Vision.Frames;
using FaceMatch.Vision.Tests.Support;
using OpenCvSharp;
using SkiaSharp;

namespace FaceMatch.Vision.Tests.Frames;

public sealed class FrameDecoderTests
{
    private static readonly FrameDecoder Decoder = new();

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, 0)]
    [InlineData(SKEncodedImageFormat.Jpeg, 3)]
    [InlineData(SKEncodedImageFormat.Webp, 3)]
    public void Each_usual_format_gives_its_colours(SKEncodedImageFormat format, int tolerance)
    {
        using var picture = new SKBitmap(40, 30);
        picture.Erase(new SKColor(200, 100, 50));
        using SKData data = picture.Encode(format, 100);
        AssertColour(data.ToArray(), 50, 100, 200, tolerance);
    }

    [Theory]
    [InlineData(".bmp")]
    [InlineData(".png")]
    [InlineData(".jpg")]
    public void A_gray_picture_has_three_equal_channels(string extension)
    {
        using var gray = new Mat(30, 40, MatType.CV_8UC1, new Scalar(77));
        AssertColour(ImageFiles.Encode(gray, extension), 77, 77, 77, 1);
    }

    [Theory]
    [InlineData(1600, 1000, 400, 400, 250)]
    [InlineData(1600, 1000, 401, 600, 375)]
    [InlineData(1000, 1600, 700, 500, 800)]
    [InlineData(1600, 1000, 1600, 1600, 1000)]
    [InlineData(1600, 1000, 5000, 1600, 1000)]
    public void A_jpeg_is_decoded_to_the_eighths_of_its_size_that_are_enough(int width, int height, int enough, int reducedWidth, int reducedHeight)
    {
        byte[] jpeg = Gradient(width, height, ".jpg");
        using Frame whole = Decoder.Decode(jpeg, Pictures.Noon), reduced = Decoder.Decode(jpeg, Pictures.Noon, enough);
        Assert.Equal(new FrameSize(width, height), whole.Size);
        Assert.Equal(new FrameSize(reducedWidth, reducedHeight), reduced.Size);
        (byte Blue, byte Green, byte Red) there = Pictures.At(reduced, reducedWidth / 4, reducedHeight / 2), original = Pictures.At(whole, width / 4, height / 2);
        Assert.InRange(there.Blue, original.Blue - 3, original.Blue + 3);
        Assert.InRange(there.Green, original.Green - 3, original.Green + 3);
    }

    [Fact]
    public void A_format_of_one_size_is_decoded_whole()
    {
        using Frame frame = Decoder.Decode(Gradient(800, 600, ".png"), Pictures.Noon, enoughSide: 200);
        Assert.Equal(new FrameSize(800, 600), frame.Size);
    }

    [Fact]
    public void A_reduced_jpeg_stands_upright_too()
    {
        using Frame frame = Decoder.Decode(ImageFiles.WithOrientation(Gradient(800, 400, ".jpg"), 6), Pictures.Noon, enoughSide: 200);
        Assert.Equal(new FrameSize(100, 200), frame.Size);
    }

    [Fact]
    public void Sixteen_bits_are_reduced_to_the_upper_eight()
    {
        using var colour = new Mat(30, 40, MatType.CV_16UC3, new Scalar(50 * 257, 100 * 257, 200 * 257));
        AssertColour(ImageFiles.Encode(colour, ".png"), 50, 100, 200, 1);
        using var gray = new Mat(30, 40, MatType.CV_16UC1, new Scalar(90 * 257));
        AssertColour(ImageFiles.Encode(gray, ".png"), 90, 90, 90, 1);
    }

    [Fact]
    public void Alpha_is_flattened_onto_white()
    {
        using var clear = new Mat(30, 40, MatType.CV_8UC4, new Scalar(0, 0, 0, 0));
        AssertColour(ImageFiles.Encode(clear, ".png"), 255, 255, 255, 0);
        using var half = new Mat(30, 40, MatType.CV_8UC4, new Scalar(0, 100, 200, 128));
        AssertColour(ImageFiles.Encode(half, ".png"), 127, 177, 227, 2);
    }

    [Fact]
    public void Cmyk_of_a_printer_becomes_colours_of_a_screen()
    {
        AssertColour(ImageFiles.CmykJpeg(255, 255, 255, 255), 255, 255, 255, 3);
        AssertColour(ImageFiles.CmykJpeg(255, 255, 255, 0), 0, 0, 0, 3);
        AssertColour(ImageFiles.CmykJpeg(255, 0, 0, 255), 0, 0, 255, 3);
    }

    [Fact]
    public void Of_an_animation_the_first_picture_is_taken() => AssertColour(ImageFiles.AnimatedGif(), 0, 0, 255, 0);

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(4, 0, 1)]
    [InlineData(5, 0, 0)]
    [InlineData(6, 1, 0)]
    [InlineData(7, 1, 1)]
    [InlineData(8, 0, 1)]
    public void Exif_orientation_turns_the_picture_upright(byte orientation, int column, int row)
    {
        // White in the stored picture's first corner; EXIF 2.3 says where that corner belongs, as column and row here.
        using var stored = new Mat(32, 64, MatType.CV_8UC3, Scalar.Black);
        using (Mat corner = stored.SubMat(0, 16, 0, 32)) corner.SetTo(Scalar.White);
        using Frame frame = Decoder.Decode(
            ImageFiles.WithOrientation(ImageFiles.Encode(stored, ".jpg"), orientation), Pictures.Noon);

        Assert.Equal(orientation >= 5 ? new FrameSize(32, 64) : new FrameSize(64, 32), frame.Size);
        for (int down = 0; down < 2; down++)
            for (int right = 0; right < 2; right++)
            {
                byte value = Pictures.At(frame, ((2 * right) + 1) * frame.Size.Width / 4, ((2 * down) + 1) * frame.Size.Height / 4).Blue;
                Assert.Equal(right == column && down == row ? 255 : 0, value, 12.0);
            }
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void A_turned_picture_is_not_mirrored_and_a_transposed_one_is(byte orientation, bool turned)
    {
        // Blue, green and red clockwise from the first corner: a turn keeps the sense, a mirror image reverses it.
        using var stored = new Mat(32, 64, MatType.CV_8UC3, Scalar.Black);
        Fill(stored, 0, 0, new Scalar(255, 0, 0));
        Fill(stored, 1, 0, new Scalar(0, 255, 0));
        Fill(stored, 1, 1, new Scalar(0, 0, 255));
        using Frame frame = Decoder.Decode(
            ImageFiles.WithOrientation(ImageFiles.Encode(stored, ".jpg"), orientation), Pictures.Noon);
        string clockwise = string.Concat(new[] { (0, 0), (1, 0), (1, 1), (0, 1) }.Select(quarter => Name(frame, quarter)));
        Assert.Contains(turned ? "bgr" : "rgb", (clockwise + clockwise).Replace("k", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    public void A_truncated_file_is_refused_as_such(string extension)
    {
        using var noise = new Mat(200, 200, MatType.CV_8UC3);
        Cv2.Randu(noise, Scalar.Black, Scalar.White);
        byte[] file = ImageFiles.Encode(noise, extension);
        ImageRefusedException refusal = Refusal(file[..(file.Length / 2)]);
        Assert.Equal(ImageRefusal.Undecodable, refusal.Reason);
        Assert.Contains("truncated", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("JPEG, PNG, WebP, GIF and BMP", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_a_picture_is_refused_with_the_accepted_formats()
    {
        foreach (byte[] file in (byte[][])[[], "name,age\nAda,36\n"u8.ToArray(), new byte[1000], [0xFF, 0xD8], [0x89, .. "PNG"u8]])
        {
            ImageRefusedException refusal = Refusal(file);
            Assert.Equal(ImageRefusal.Undecodable, refusal.Reason);
            Assert.Contains("JPEG, PNG, WebP, GIF and BMP", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_picture_of_too_many_pixels_is_refused_by_its_header()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ImageRefusedException refusal = Refusal(ImageFiles.PngBomb(20_000, 20_000));
        Assert.Equal(ImageRefusal.TooLarge, refusal.Reason);
        Assert.Contains("20000x20000", refusal.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void A_file_of_too_many_bytes_is_refused_unread() =>
        Assert.Equal(ImageRefusal.TooLarge, Refusal(new byte[FrameDecoder.LargestFile + 1]).Reason);

    [Fact]
    public void A_part_is_cut_scaled_and_encoded()
    {
        using Frame picture = Pictures.Constant(400, 300, 10, 60, 200);
        byte[] jpeg = Decoder.EncodeJpeg(picture, new Box(-20, 100, 220, 100), longestSide: 50);
        using Frame part = Decoder.Decode(jpeg, Pictures.Noon);
        Assert.Equal(new FrameSize(50, 25), part.Size);
        (byte blue, byte green, byte red) = Pictures.At(part, 25, 12);
        Assert.Equal(10, blue, 4.0);
        Assert.Equal(60, green, 4.0);
        Assert.Equal(200, red, 4.0);
    }

    private static void Fill(Mat picture, int column, int row, Scalar colour)
    {
        using Mat quarter = picture.SubMat(row * 16, (row + 1) * 16, column * 32, (column + 1) * 32);
        quarter.SetTo(colour);
    }

    private static string Name(Frame frame, (int Right, int Down) quarter)
    {
        (byte blue, byte green, byte red) = Pictures.At(
            frame, ((2 * quarter.Right) + 1) * frame.Size.Width / 4, ((2 * quarter.Down) + 1) * frame.Size.Height / 4);
        return blue > 150 ? "b" : green > 150 ? "g" : red > 150 ? "r" : "k";
    }

    private static ImageRefusedException Refusal(byte[] file) =>
        Assert.Throws<ImageRefusedException>(() => Decoder.Decode(file, Pictures.Noon));

    private static void AssertColour(byte[] file, byte blue, byte green, byte red, int tolerance)
    {
        using Frame frame = Decoder.Decode(file, Pictures.Noon);
        Assert.Equal(Pictures.Noon, frame.CapturedAt);
        (byte Blue, byte Green, byte Red) pixel = Pictures.At(frame, frame.Size.Width / 2, frame.Size.Height / 2);
        Assert.InRange(pixel.Blue, blue - tolerance, blue + tolerance);
        Assert.InRange(pixel.Green, green - tolerance, green + tolerance);
        Assert.InRange(pixel.Red, red - tolerance, red + tolerance);
    }

    /// <summary>Blue rises to the right, green downwards.</summary>
    private static byte[] Gradient(int width, int height, string extension)
    {
        using var picture = new Mat(height, width, MatType.CV_8UC3);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                picture.Set(y, x, new Vec3b((byte)(x * 255 / width), (byte)(y * 255 / height), 80));
        return ImageFiles.Encode(picture, extension);
    }
}
