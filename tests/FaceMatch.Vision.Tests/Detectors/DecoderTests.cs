using CsCheck;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Detectors;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Tests.Detectors;

/// <summary>
/// Each decoder against the formulas of its paper turned round: faces are encoded as training does it, written into empty
/// outputs, and have to come back.
/// </summary>
public sealed class DecoderTests
{
    private const float Score = 0.81f;

    private static readonly Normalisation AnyNormalisation = new(ChannelOrder.Bgr, 0, 1);

    /// <summary>An input size, and faces by the row of the outputs they are to be written in.</summary>
    private static Gen<(int Width, int Height, (int Row, Detection Face)[] Planted)> Scene(Func<int, int, int> rows) =>
        from columns in Gen.Int[1, 6]
        from lines in Gen.Int[1, 6]
        let width = columns * 64
        let height = lines * 64
        from planted in Gen.Select(Gen.Int[0, rows(width, height) - 1], Face).HashSet[1, 12]
        select (width, height, planted.DistinctBy(plant => plant.Item1).OrderBy(plant => plant.Item1).ToArray());

    private static readonly Gen<PixelPoint> Point = Gen.Select(Gen.Float[-20, 400], Gen.Float[-20, 400], (x, y) => new PixelPoint(x, y));

    private static readonly Gen<Detection> Face =
        Gen.Select(
            Gen.Select(Gen.Float[-20, 400], Gen.Float[-20, 400], Gen.Float[4, 300], Gen.Float[4, 300], (x, y, w, h) => new Box(x, y, w, h)),
            Gen.Select(Point, Point, Point, Point, Point, (a, b, c, d, e) => new Landmarks(a, b, c, d, e)),
            (box, points) => new Detection(box, Score, points));

    [Fact]
    public void Faces_encoded_for_rfb_are_decoded_again()
    {
        DetectorSettings settings = Settings(DetectorKind.Rfb, [8, 16, 32, 64]) with
        {
            MinSizes = [[10, 16, 24], [32, 48], [64, 96], [128, 192, 256]],
            Variances = [0.1f, 0.2f],
            TrainedSize = [320, 240],
        };
        (double X, double Y, double Width, double Height)[] Priors(int width, int height) =>
            SsdReference.Priors(settings, width, height, size => (Math.Min(size, 320), Math.Min(size, 240)));
        Scene((width, height) => Priors(width, height).Length).Sample(scene =>
        {
            (double X, double Y, double Width, double Height)[] priors = Priors(scene.Width, scene.Height);
            float[] scores = new float[priors.Length * 2], boxes = new float[priors.Length * 4];
            foreach ((int row, Detection face) in scene.Planted)
            {
                scores[(row * 2) + 1] = face.Score;
                SsdReference.Box(face.Box, priors[row]).CopyTo(boxes, row * 4);
            }

            Check(
                new RfbDecoder(settings), scene.Width, scene.Height, [scores, boxes],
                [.. scene.Planted.Select(plant => plant.Face with { Landmarks = null })]);
        }, iter: 50);
    }

    [Fact]
    public void Faces_and_points_encoded_for_retinaface_are_decoded_again()
    {
        DetectorSettings settings = Settings(DetectorKind.Retinaface, [8, 16, 32]) with
        {
            MinSizes = [[16, 32], [64, 128], [256, 512]],
            Variances = [0.1f, 0.2f],
        };
        Scene((width, height) => SsdReference.Priors(settings, width, height, size => (size, size)).Length).Sample(scene =>
        {
            var priors = SsdReference.Priors(settings, scene.Width, scene.Height, size => (size, size));
            float[] scores = new float[priors.Length * 2], boxes = new float[priors.Length * 4], points = new float[priors.Length * 10];
            foreach ((int row, Detection face) in scene.Planted)
            {
                scores[(row * 2) + 1] = face.Score;
                SsdReference.Box(face.Box, priors[row]).CopyTo(boxes, row * 4);
                SsdReference.Points(face.Landmarks!.Value, priors[row]).CopyTo(points, row * 10);
            }

            Check(new RetinaFaceDecoder(settings), scene.Width, scene.Height, [scores, boxes, points], Faces(scene.Planted));
        }, iter: 50);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Faces_and_points_encoded_for_scrfd_are_decoded_again(int anchors)
    {
        DetectorSettings settings = Settings(DetectorKind.Scrfd, [8, 16, 32]) with { AnchorsPerCell = anchors };
        Scene((width, height) => CellReference.Rows(settings, width, height, anchors).Length).Sample(scene =>
        {
            CellReference.Cell[] rows = CellReference.Rows(settings, scene.Width, scene.Height, anchors);
            float[][] outputs = CellReference.Outputs(settings, rows, [1, 4, 10]);
            foreach ((int row, Detection face) in scene.Planted)
            {
                CellReference.Cell cell = rows[row];
                Box box = face.Box;
                double[] sides = [cell.X - box.X, cell.Y - box.Y, box.Right - cell.X, box.Bottom - cell.Y];
                outputs[cell.Level][cell.Row] = face.Score;
                CellReference.Write(outputs[3 + cell.Level], cell, sides);
                CellReference.Write(outputs[6 + cell.Level], cell, CellReference.Offsets(face.Landmarks!.Value, cell));
            }

            Check(new ScrfdDecoder(settings), scene.Width, scene.Height, outputs, Faces(scene.Planted));
        }, iter: 50);
    }

    [Fact]
    public void Faces_and_points_encoded_for_yunet_are_decoded_again()
    {
        DetectorSettings settings = Settings(DetectorKind.Yunet, [8, 16, 32]);
        Scene((width, height) => CellReference.Rows(settings, width, height, 1).Length).Sample(scene =>
        {
            CellReference.Cell[] rows = CellReference.Rows(settings, scene.Width, scene.Height, 1);
            float[][] outputs = CellReference.Outputs(settings, rows, [1, 1, 4, 10]);
            foreach ((int row, Detection face) in scene.Planted)
            {
                CellReference.Cell cell = rows[row];
                Box box = face.Box;

                // Both below one: their geometric mean is the score, their product is not.
                outputs[cell.Level][cell.Row] = 0.9f;
                outputs[3 + cell.Level][cell.Row] = face.Score * face.Score / 0.9f;
                CellReference.Write(outputs[6 + cell.Level], cell, [box.Centre.X - cell.X, box.Centre.Y - cell.Y, 0, 0]);
                outputs[6 + cell.Level][(cell.Row * 4) + 2] = (float)Math.Log((double)box.Width / cell.Stride);
                outputs[6 + cell.Level][(cell.Row * 4) + 3] = (float)Math.Log((double)box.Height / cell.Stride);
                CellReference.Write(outputs[9 + cell.Level], cell, CellReference.Offsets(face.Landmarks!.Value, cell));
            }

            Check(new YunetDecoder(settings), scene.Width, scene.Height, outputs, Faces(scene.Planted));
        }, iter: 50);
    }

    private static Detection[] Faces((int Row, Detection Face)[] planted) => [.. planted.Select(plant => plant.Face)];

    private static void Check(IDetectionDecoder decoder, int width, int height, float[][] outputs, Detection[] expected)
    {
        TensorBuffer[] tensors = [.. outputs.Select(output => new TensorBuffer(output.Length))];
        try
        {
            for (int i = 0; i < outputs.Length; i++)
            {
                outputs[i].CopyTo(tensors[i].Span);
                Assert.Equal(0, outputs[i].Length % decoder.Rows(i, width, height));
            }

            List<Detection> found = [];
            decoder.Decode(tensors, width, height, Score - 0.01f, found);
            Assert.Equal(expected.Length, found.Count);
            for (int i = 0; i < expected.Length; i++) Same(expected[i], found[i]);
        }
        finally
        {
            foreach (TensorBuffer tensor in tensors) tensor.Dispose();
        }
    }

    private static void Same(Detection expected, Detection found)
    {
        const float Pixels = 0.01f;
        Assert.Equal(expected.Score, found.Score, 1e-5f);
        Assert.Equal(expected.Box.X, found.Box.X, Pixels);
        Assert.Equal(expected.Box.Y, found.Box.Y, Pixels);
        Assert.Equal(expected.Box.Right, found.Box.Right, Pixels);
        Assert.Equal(expected.Box.Bottom, found.Box.Bottom, Pixels);
        Assert.Equal(expected.Landmarks is null, found.Landmarks is null);
        if (expected.Landmarks is not { } points || found.Landmarks is not { } decoded) return;
        foreach ((PixelPoint one, PixelPoint other) in CellReference.Five(points).Zip(CellReference.Five(decoded)))
        {
            Assert.Equal(one.X, other.X, Pixels);
            Assert.Equal(one.Y, other.Y, Pixels);
        }
    }

    private static DetectorSettings Settings(DetectorKind kind, int[] strides) =>
        new("test", kind, "detector.onnx", [0, 3, 0, 0], AnyNormalisation, strides, 0.5f, 0.4f);
}
