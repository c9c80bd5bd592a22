using FaceMatch.Core.Faces;
using FaceMatch.Vision.Detectors;
using FaceMatch.Vision.Embedding;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.LandmarkPoints;
using FaceMatch.Vision.Models;
using FaceMatch.Vision.Quality;
using OpenCvSharp;

namespace FaceMatch.Vision;

/// <summary>
/// The stages of face analysis by the networks of one model pack. Thread-safe: sessions are shared, each call has its
/// own pooled buffers, and each runs on the caller's thread alone, so that one worker a core is the right number.
/// </summary>
public sealed class FaceVision : IFaceVision, IDisposable
{
    /// <summary>Stands for the calibration of a pack that has none: results of an evaluation name it.</summary>
    private const string NoCalibration = "none";

    private readonly OnnxModel? _landmarkModel;
    private readonly OnnxModel? _poseModel;
    private readonly FaceDetector _detector;
    private readonly LandmarkLocator? _locator;
    private readonly PoseEstimator? _pose;
    private readonly FaceAssessor _assessor;
    private readonly IEmbedder _embedder;

    private FaceVision(ModelPack pack)
    {
        // OpenCV would start a pool of its own for each call: the workers are ours.
        Cv2.SetNumThreads(1);
        PackManifest manifest = pack.Manifest;
        _detector = new FaceDetector(new OnnxModel(pack.PathOf(manifest.Detector.File)), manifest.Detector);
        if (manifest.Landmarks is { } landmarks)
        {
            _landmarkModel = new OnnxModel(pack.PathOf(landmarks.File));
            _locator = new LandmarkLocator(
                _landmarkModel, landmarks, keepAll: manifest.Embedders.Any(embedder => embedder.Points is not null));
        }

        FaceEmbedder first = Open(pack, manifest.Embedder);
        _poseModel = manifest.Pose is { } pose ? new OnnxModel(pack.PathOf(pose.File)) : null;
        _pose = _poseModel is null ? null : new PoseEstimator(_poseModel, manifest.Pose!);
        _assessor = new FaceAssessor(_locator, _pose);
        _embedder = manifest.Fusion is { } fusion
            ? new FusedEmbedder(first, Open(pack, fusion.Embedder), fusion.Weight)
            : first;
        Models = new ModelIdentity(
            manifest.Name, manifest.Detector.Name, manifest.EmbedderName, manifest.Calibration ?? NoCalibration, manifest.EmbeddingSize);
    }

    public ModelIdentity Models { get; }

    /// <summary>Whether points come from a network of their own, which takes any box, or from the detector.</summary>
    internal bool HasLandmarkNetwork => _locator is not null;

    /// <summary>Verifies the pack's files and opens its networks; takes about 0.2 s.</summary>
    /// <exception cref="ModelPackException">A file is missing, truncated or altered; the message says which and what to run.</exception>
    public static FaceVision Load(ModelPack pack)
    {
        ModelPackVerifier.Verify(pack);
        return new FaceVision(pack);
    }

    public IReadOnlyList<Detection> Detect(Frame frame, float? smallestFace = null) =>
        _detector.Detect(frame, smallestFace ?? SmallestFace.InStill);

    /// <exception cref="ArgumentException">The pack has no landmark network, and the face is not one that its detector found.</exception>
    public Landmarks Locate(Frame frame, Detection face) =>
        _locator?.Locate(frame, face.Box)
        ?? face.Landmarks
        ?? throw new ArgumentException("The face has no points: it was not found by this pack's detector.", nameof(face));

    public FaceQuality Assess(Frame frame, Detection detection, Landmarks landmarks, Scrutiny scrutiny) =>
        _assessor.Assess(frame, detection, landmarks, scrutiny);

    public AlignedFace Align(Frame frame, Landmarks landmarks) => _embedder.Align(frame, landmarks);

    public double? Embed(AlignedFace face, Span<float> destination) => _embedder.Embed(face, destination);

    public void Dispose()
    {
        _detector.Dispose();
        _assessor.Dispose();
        _locator?.Dispose();
        _pose?.Dispose();
        _landmarkModel?.Dispose();
        _poseModel?.Dispose();
        _embedder.Dispose();
    }

    private static FaceEmbedder Open(ModelPack pack, EmbedderSettings settings) =>
        new(new OnnxModel(pack.PathOf(settings.File)), settings);
}
