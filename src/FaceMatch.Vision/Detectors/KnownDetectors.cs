using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Detectors;

/// <summary>The settings with which each kind of detector is published, and how to tell the kinds apart by their outputs.</summary>
internal static class KnownDetectors
{
    private static readonly IReadOnlyList<int> AnySize = [0, 3, 0, 0];

    /// <exception cref="ModelPackException">Its outputs are those of no known kind.</exception>
    public static (DetectorSettings Settings, GraphRewrite Rewrite) Recognise(byte[] model, string path)
    {
        using OnnxModel opened = new(model, path);
        int[] columns = [.. opened.Outputs.Select(output => output.Columns).Order()];
        string name = Path.GetFileNameWithoutExtension(path), file = Path.GetFileName(path);
        bool boxesInParts = opened.Outputs.Any(output => output.Name.StartsWith("bbox_", StringComparison.Ordinal));
        return columns switch
        {
            _ when boxesInParts => (Yunet(name, file), GraphRewrite.AnySize),
            [2, 4] => (Rfb(name, file), opened.Outputs.Any(output => output.Name == "boxes") ? GraphRewrite.RfbAnySize : GraphRewrite.None),
            [2, 4, 10] => (RetinaFace(name, file), GraphRewrite.AnySize),
            [1, 1, 1, 4, 4, 4, ..] => (Scrfd(name, file), GraphRewrite.AnySize),
            _ => throw new ModelPackException(
                $"{path} is no detector of a known kind: its outputs are {string.Join(", ", opened.Outputs)}."),
        };
    }

    /// <summary>Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB, trained at 640x480; the priors are the same at 320x240.</summary>
    private static DetectorSettings Rfb(string name, string file) => new(
        name, DetectorKind.Rfb, file, AnySize, new Normalisation(ChannelOrder.Rgb, 127, 128), [8, 16, 32, 64], 0.7f, 0.4f,
        MinSizes: [[10, 16, 24], [32, 48], [64, 96], [128, 192, 256]], Variances: [0.1f, 0.2f], TrainedSize: [640, 480])
    {
        ReliableWidths = [12, 320],
    };

    /// <summary>InsightFace's exports, and FaceAiSharp's.</summary>
    private static DetectorSettings Scrfd(string name, string file) => new(
        name, DetectorKind.Scrfd, file, AnySize, new Normalisation(ChannelOrder.Rgb, 127.5f, 128), [8, 16, 32], 0.5f, 0.4f,
        AnchorsPerCell: 2)
    {
        ReliableWidths = [10, 640],
    };

    /// <summary>OpenCV Zoo's, and ShiqiYu/libfacedetection.train's own.</summary>
    private static DetectorSettings Yunet(string name, string file) => new(
        name, DetectorKind.Yunet, file, AnySize, new Normalisation(ChannelOrder.Bgr, 0, 1), [8, 16, 32], 0.6f, 0.4f)
    {
        ReliableWidths = [10, 640],
    };

    /// <summary>biubug6/Pytorch_Retinaface.</summary>
    private static DetectorSettings RetinaFace(string name, string file) => new(
        name, DetectorKind.Retinaface, file, AnySize, new Normalisation(ChannelOrder.Bgr, new PerChannel(104, 117, 123), 1), [8, 16, 32], 0.5f, 0.4f,
        MinSizes: [[16, 32], [64, 128], [256, 512]], Variances: [0.1f, 0.2f])
    {
        ReliableWidths = [12, 640],
    };
}
