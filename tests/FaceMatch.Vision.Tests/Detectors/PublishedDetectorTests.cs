using FaceMatch.Core.Faces;
using FaceMatch.Vision.Detectors;
using FaceMatch.Vision.Frames;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using FaceMatch.Vision.Tests.Support;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FaceMatch.Vision.Tests.Detectors;

/// <summary>Detectors as others publish them, opened from the bare file.</summary>
public sealed class PublishedDetectorTests
{
    [Theory]
    [InlineData("yunet_n_dynamic.onnx", true)]
    [InlineData("scrfd_2.5g_kps.onnx", true)]
    [InlineData("version-RFB-640.onnx", false)]
    public void Faces_are_found_where_the_default_detector_finds_them_and_points_where_its_landmarks_are(string file, bool points)
    {
        using FaceDetector detector = FaceDetector.OpenFile(Path.Combine(SharedData.Folder("models"), file));
        string people = SharedData.Folder("lfw-dev");
        foreach (string folder in Directory.EnumerateDirectories(people).Order(StringComparer.Ordinal).Take(5))
        {
            using Frame portrait = new FrameDecoder().Decode(
                File.ReadAllBytes(Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).First()), Pictures.Noon);
            Detection expected = TestPack.Vision.Detect(portrait)[0];
            Detection found = detector.Detect(portrait, SmallestFace.InStill).MaxBy(face => face.Box.IntersectionOverUnion(expected.Box));
            Assert.True(found.Box.IntersectionOverUnion(expected.Box) > 0.5);
            Assert.Equal(points, found.Landmarks is not null);
            if (found.Landmarks is not { } five) continue;
            foreach ((PixelPoint one, PixelPoint other) in CellReference.Five(five).Zip(
                CellReference.Five(TestPack.Vision.Locate(portrait, expected))))
                Assert.InRange(Math.Sqrt(Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2)), 0, 0.15 * expected.Box.Width);
        }
    }

    [Fact]
    public void Boxes_of_rfb_trained_at_640_are_those_of_its_own_graph()
    {
        byte[] shipped = File.ReadAllBytes(Path.Combine(SharedData.Folder("models"), "version-RFB-640.onnx"));
        (DetectorSettings settings, GraphRewrite rewrite) = KnownDetectors.Recognise(shipped, "version-RFB-640.onnx");
        using Run own = new(shipped, 640, 480), cut = new(OnnxRewriter.Apply(rewrite, shipped), 640, 480);
        float[] corners = own.OfColumns(4);
        using TensorBuffer scores = Buffer(cut.OfColumns(2)), boxes = Buffer(cut.OfColumns(4));
        List<Detection> found = [];
        new RfbDecoder(settings).Decode([scores, boxes], 640, 480, minimumScore: -1, found);
        Assert.Equal(corners.Length / 4, found.Count);
        for (int i = 0; i < found.Count; i++)
        {
            Assert.Equal(corners[i * 4] * 640, found[i].Box.X, 0.05f);
            Assert.Equal(corners[(i * 4) + 3] * 480, found[i].Box.Bottom, 0.05f);
        }
    }

    [Fact]
    public void A_graph_made_to_take_any_size_gives_the_same_at_its_own()
    {
        byte[] shipped = File.ReadAllBytes(Path.Combine(SharedData.Folder("models"), "scrfd_2.5g_kps.onnx"));
        byte[] freed = OnnxRewriter.Apply(GraphRewrite.AnySize, shipped);
        using Run own = new(shipped, 640, 640), same = new(freed, 640, 640), other = new(freed, 320, 96);
        foreach (int columns in (int[])[1, 4, 10])
        {
            Assert.All(own.OfColumns(columns).Zip(same.OfColumns(columns)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
            Assert.Equal(own.OfColumns(columns).Length * (320L * 96) / (640 * 640), other.OfColumns(columns).Length);
        }
    }

    private static TensorBuffer Buffer(float[] values)
    {
        TensorBuffer buffer = new(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }

    /// <summary>A network's answer to one picture of noise.</summary>
    private sealed class Run : IDisposable
    {
        private readonly InferenceSession _session;
        private readonly IDisposableReadOnlyCollection<DisposableNamedOnnxValue> _outputs;

        public Run(byte[] model, int width, int height)
        {
            using SessionOptions quiet = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            _session = new InferenceSession(model, quiet);
            var random = new Random(5);
            var input = new DenseTensor<float>([1, 3, height, width]);
            foreach (ref float value in input.Buffer.Span) value = (float)((random.NextDouble() * 2) - 1);
            _outputs = _session.Run([NamedOnnxValue.CreateFromTensor(_session.InputMetadata.Keys.First(), input)]);
        }

        public float[] OfColumns(int columns) => [.. _outputs.Select(output => output.AsTensor<float>())
            .Where(tensor => tensor.Dimensions[^1] == columns).SelectMany(tensor => tensor)];

        public void Dispose()
        {
            _outputs.Dispose();
            _session.Dispose();
        }
    }
}
