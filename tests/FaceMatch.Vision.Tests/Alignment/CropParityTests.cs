using FaceMatch.Core.Faces;
using FaceMatch.Vision.Alignment;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using FaceMatch.Vision.Tests.Support;

namespace FaceMatch.Vision.Tests.Alignment;

public sealed class CropParityTests
{
    private const int Side = 112;

    [Fact]
    public void A_crop_is_what_naive_bilinear_sampling_gives()
    {
        using Frame picture = Pictures.Smooth(200, 180);
        var toCrop = new Similarity(0.9, 0.2, -20, -30);
        using var warp = new CropWarp();
        using var crop = new PixelBuffer(Side, Side, 3);
        using (FrameMat source = new(picture)) warp.Cut(source.Mat, toCrop, crop.Mat, Side);

        Similarity back = toCrop.Inverse();
        for (int y = 0; y < Side; y++)
            for (int x = 0; x < Side; x++)
            {
                PixelPoint at = back.Apply(new PixelPoint(x + 0.5f, y + 0.5f));
                for (int channel = 0; channel < 3; channel++)
                    Assert.Equal(Bilinear(picture, at, channel), crop.Span[(((y * Side) + x) * 3) + channel], 2.0);
            }
    }

    [Fact]
    public void A_large_face_is_averaged_not_sampled()
    {
        // A chessboard of single pixels, eight of them under each pixel of the crop, is gray; sampled, it would be noise.
        using var board = new Frame(new FrameSize(8 * Side, 8 * Side), Pictures.Noon);
        for (int at = 0; at < board.Pixels.Length; at++)
        {
            int pixel = at / 3;
            board.Pixels.Span[at] = (byte)(((pixel % board.Size.Width) + (pixel / board.Size.Width)) % 2 == 0 ? 255 : 0);
        }

        using var warp = new CropWarp();
        using var crop = new PixelBuffer(Side, Side, 3);
        using (FrameMat source = new(board)) warp.Cut(source.Mat, new Similarity(1 / 8.0, 0.003, 0.1, 0.1), crop.Mat, Side);
        for (int y = 10; y < Side - 10; y++)
            for (int x = 10; x < Side - 10; x++) Assert.InRange(crop.Span[((y * Side) + x) * 3], 110, 145);
    }

    [Fact]
    public void Outside_the_picture_there_is_black()
    {
        using Frame picture = Pictures.Constant(50, 50, 200, 200, 200);
        using var warp = new CropWarp();
        using var crop = new PixelBuffer(Side, Side, 3);
        using (FrameMat source = new(picture)) warp.Cut(source.Mat, new Similarity(1, 0, 0, 0), crop.Mat, Side);
        Assert.Equal(200, crop.Span[0]);
        Assert.Equal(0, crop.Span[^1]);
    }

    [Fact]
    public void The_five_points_land_on_the_template()
    {
        using var aligner = new FaceAligner(TestPack.Installed.Manifest.Embedder);
        PixelPoint[] template = [.. TestPack.Installed.Manifest.Embedder.Template.Select(point => new PixelPoint(point[0], point[1]))];
        var moved = new Similarity(2, 1, 300, 40);
        PixelPoint[] face = [.. template.Select(moved.Apply)];
        Similarity transform = aligner.Transform(new Landmarks(face[0], face[1], face[2], face[3], face[4]));
        for (int i = 0; i < face.Length; i++)
        {
            Assert.Equal(template[i].X, transform.Apply(face[i]).X, 1e-2f);
            Assert.Equal(template[i].Y, transform.Apply(face[i]).Y, 1e-2f);
        }
    }

    [Fact]
    public void An_embedder_that_names_its_points_is_aligned_by_those_and_no_others()
    {
        EmbedderSettings settings = TestPack.Installed.Manifest.Embedder with
        {
            Points = [3, 0, 1],
            Template = [[20, 30], [90, 32], [50, 80]],
        };
        var moved = new Similarity(2, 1, 300, 40);
        PixelPoint elsewhere = new(-500, 900);
        PixelPoint[] all = [moved.Apply(new(90, 32)), moved.Apply(new(50, 80)), elsewhere, moved.Apply(new(20, 30))];
        using var aligner = new FaceAligner(settings);
        Similarity transform = aligner.Transform(
            new Landmarks(elsewhere, elsewhere, elsewhere, elsewhere, elsewhere) { All = all });
        Assert.Equal(20, transform.Apply(all[3]).X, 1e-2f);
        Assert.Equal(80, transform.Apply(all[1]).Y, 1e-2f);
    }

    private static double Bilinear(Frame picture, PixelPoint at, int channel)
    {
        double x = at.X - 0.5, y = at.Y - 0.5;
        int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
        double Value(int column, int row) =>
            column < 0 || row < 0 || column >= picture.Size.Width || row >= picture.Size.Height
                ? 0
                : picture.Pixels.Span[(row * picture.Stride) + (column * 3) + channel];
        double right = x - left, down = y - top;
        return ((1 - down) * (((1 - right) * Value(left, top)) + (right * Value(left + 1, top))))
            + (down * (((1 - right) * Value(left, top + 1)) + (right * Value(left + 1, top + 1))));
    }
}
