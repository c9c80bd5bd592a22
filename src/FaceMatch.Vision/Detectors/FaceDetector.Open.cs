using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using OpenCvSharp;

namespace FaceMatch.Vision.Detectors;

/// <content>Opening a detector by itself, without the rest of a pack.</content>
public sealed partial class FaceDetector
{
    /// <summary>The detector of a pack, verified.</summary>
    /// <exception cref="ModelPackException">A file is missing, truncated or altered.</exception>
    public static FaceDetector Open(ModelPack pack)
    {
        ModelPackVerifier.Verify(pack);
        Cv2.SetNumThreads(1);
        return new FaceDetector(new OnnxModel(pack.PathOf(pack.Manifest.Detector.File)), pack.Manifest.Detector);
    }

    /// <summary>
    /// A detector from a bare model file, its kind told by its outputs and made to take any size as restoring would:
    /// for comparing detectors before anybody writes a manifest.
    /// </summary>
    /// <exception cref="ModelPackException">Not a detector of a known kind.</exception>
    public static FaceDetector OpenFile(string path)
    {
        Cv2.SetNumThreads(1);
        byte[] shipped;
        try
        {
            shipped = File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelPackException($"The model file {path} cannot be read: {fault.Message}", fault);
        }

        (DetectorSettings settings, GraphRewrite rewrite) = KnownDetectors.Recognise(shipped, path);
        return new FaceDetector(new OnnxModel(OnnxRewriter.Apply(rewrite, shipped), path), settings);
    }
}
