using System.Collections.Concurrent;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Detectors;

/// <summary>Finds faces in frames of any size by a detector of any kind. Thread-safe.</summary>
public sealed partial class FaceDetector : IDisposable
{
    /// <summary>
    /// The network sometimes answers with the whole head and, at another scale, with a part of the face. Two people's
    /// boxes do not lie in one another by this much, not even when one stands before the other.
    /// </summary>
    private const float MaximumCover = 0.6f;

    private readonly OnnxModel _model;
    private readonly DetectorSettings _settings;
    private readonly IDetectionDecoder _decoder;
    private readonly DetectionBufferPool _buffers;
    private readonly PixelPlanes _planes;
    private readonly string[] _outputs;
    private readonly ConcurrentBag<DetectionLists> _lists = [];

    internal FaceDetector(OnnxModel model, DetectorSettings settings)
    {
        _model = model;
        _settings = settings;
        _decoder = settings.Kind switch
        {
            DetectorKind.Rfb => new RfbDecoder(settings),
            DetectorKind.Scrfd => new ScrfdDecoder(settings),
            DetectorKind.Yunet => new YunetDecoder(settings),
            DetectorKind.Retinaface => new RetinaFaceDecoder(settings),
            _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Kind, "Unknown kind of detector."),
        };
        IReadOnlyList<ModelValue> outputs = _decoder.Choose(model.Outputs);
        _outputs = [.. outputs.Select(output => output.Name)];
        _buffers = new DetectionBufferPool(_decoder, outputs);
        _planes = new PixelPlanes(settings.Normalisation);
    }

    /// <summary>Name and version of the detector.</summary>
    public string Name => _settings.Name;

    /// <summary>All faces in frame pixels, best first, boxes clamped to the frame.</summary>
    public IReadOnlyList<Detection> Detect(Frame frame) =>
        Detect(frame, DetectionScale.Sides(frame.Size), _settings.MinimumScore);

    /// <summary>The same, looking at the sizes given: for measuring what each finds.</summary>
    /// <param name="sides">Longest sides of the input in pixels, one look each.</param>
    /// <param name="minimumScore">Weaker faces are left out, 0 to 1.</param>
    public IReadOnlyList<Detection> Detect(Frame frame, IReadOnlyList<int> sides, float minimumScore)
    {
        if (!_lists.TryTake(out DetectionLists? lists)) lists = new DetectionLists();
        try
        {
            using (FrameMat source = new(frame))
                foreach (int side in sides) Look(source.Mat, side, minimumScore, lists.Found);
            NonMaxSuppression.Keep(lists, _settings.MaximumOverlap, MaximumCover);
            return lists.Inside(frame.Size);
        }
        finally
        {
            lists.Clear();
            _lists.Add(lists);
        }
    }

    public void Dispose()
    {
        _buffers.Dispose();
        _model.Dispose();
    }
}
