using System.Collections.Concurrent;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using OpenCvSharp;

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
    private readonly DetectionPlan _plan;
    private readonly DetectionBufferPool _buffers;
    private readonly PixelPlanes _planes;
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

        // With every cell of the coarsest map whole, cells lie where the decoders compute them.
        int grid = settings.Strides.Max();
        _plan = new DetectionPlan(settings.ReliableWidths[0], settings.ReliableWidths[1], grid);
        _buffers = new DetectionBufferPool(model, _decoder, outputs, grid);
        _planes = new PixelPlanes(settings.Normalisation);
    }

    /// <summary>Name and version of the detector.</summary>
    public string Name => _settings.Name;

    /// <summary>Faces of a lower score are left out, 0 to 1.</summary>
    public float MinimumScore => _settings.MinimumScore;

    /// <summary>All faces in frame pixels, best first, boxes clamped to the frame.</summary>
    /// <param name="smallestFace">Narrowest wanted face in pixels of the frame.</param>
    public IReadOnlyList<Detection> Detect(Frame frame, float smallestFace) => Detect(frame, smallestFace, MinimumScore);

    /// <summary>The same down to another score.</summary>
    public IReadOnlyList<Detection> Detect(Frame frame, float smallestFace, float minimumScore)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(smallestFace);
        DetectionLists lists = RentLists();
        _plan.Add(frame.Size, smallestFace, lists.Looks);
        return Detect(frame, lists, minimumScore);
    }

    /// <summary>The same by one look at the whole frame: for measuring what an input size finds.</summary>
    /// <param name="side">Longest side of the input in pixels.</param>
    public IReadOnlyList<Detection> DetectAt(Frame frame, int side, float minimumScore)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(side);
        DetectionLists lists = RentLists();
        lists.Looks.Add(DetectionPlan.Whole(frame.Size, side));
        return Detect(frame, lists, minimumScore);
    }

    public void Dispose()
    {
        _buffers.Dispose();
        _model.Dispose();
    }

    private DetectionLists RentLists() => _lists.TryTake(out DetectionLists? lists) ? lists : new DetectionLists();

    private IReadOnlyList<Detection> Detect(Frame frame, DetectionLists lists, float minimumScore)
    {
        try
        {
            foreach (Look look in lists.Looks) See(frame, look, minimumScore, lists);
            NonMaxSuppression.Keep(lists, _settings.MaximumOverlap, MaximumCover);
            BoxVoting.Refine(lists, _settings.MaximumOverlap);
            return lists.Inside(frame.Size);
        }
        finally
        {
            lists.Clear();
            _lists.Add(lists);
        }
    }

    private void See(Frame frame, Look look, float minimumScore, DetectionLists lists)
    {
        DetectionBuffers buffers = _buffers.Rent(look);
        try
        {
            FrameSize source = buffers.Source;
            using (FrameMat part = new(frame, look.X, look.Y, source.Width, source.Height))
            using (InputArray pixels = part.Mat)
                buffers.Fill(pixels, _planes);
            buffers.Run();
            _decoder.Decode(buffers.Outputs, buffers.Width, buffers.Height, minimumScore, lists.Seen);
            foreach (Detection seen in lists.Seen)
            {
                Detection face = look.ToFrame(seen);
                if (!look.LeavesToOthers(face.Box, frame.Size)) lists.Found.Add(face);
            }
        }
        finally
        {
            lists.Seen.Clear();
            _buffers.Return(buffers);
        }
    }
}
