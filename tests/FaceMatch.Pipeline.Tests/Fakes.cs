using FaceMatch.Core.Alerts;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;

namespace FaceMatch.Pipeline.Tests;

/// <summary>
/// Shows whatever faces a test puts in front of it. Only the flow is under test here; the real models run in the tests of
/// Vision, Server and EndToEnd.
/// </summary>
internal sealed class StagedVision : IFaceVision
{
    public const int Size = 4;

    public List<Detection> Faces { get; } = [new(new Box(10, 10, 20, 20), 0.9f)];

    public double Quality { get; set; } = 0.5;

    public int Embedded { get; private set; }

    public ModelIdentity Models { get; } = new("staged", "detector", "embedder", "calibration", Size);

    public IReadOnlyList<Detection> Detect(Frame frame, float? smallestFace = null) => [.. Faces];

    public Landmarks Locate(Frame frame, Detection face) =>
        new(face.Box.Centre, face.Box.Centre, face.Box.Centre, face.Box.Centre, face.Box.Centre);

    /// <summary>What the closer look finds; the same as the glance unless a test says otherwise.</summary>
    public double? LookedQuality { get; set; }

    public FaceQuality Assess(Frame frame, Detection detection, Landmarks landmarks, Scrutiny scrutiny) =>
        new(scrutiny == Scrutiny.Look ? LookedQuality ?? Quality : Quality, 1, 1, 0, 0, 0, []);

    public AlignedFace Align(Frame frame, Landmarks landmarks) => new(new Frame(new FrameSize(2, 2), frame.CapturedAt));

    public double? Recognisability { get; set; }

    public double? Embed(AlignedFace face, Span<float> destination)
    {
        Embedded++;
        destination.Fill(0.5f);
        return Recognisability;
    }
}

/// <summary>Every detection belongs to the track of its place in the list, until a cut.</summary>
internal sealed class StagedTracker : IFaceTracker
{
    private int _first;
    private int _count;

    public TrackUpdate Update(IReadOnlyList<Detection> detections, DateTimeOffset capturedAt)
    {
        int[] ended = [.. Enumerable.Range(_first, _count).Skip(detections.Count)];
        _count = detections.Count;
        return new TrackUpdate([.. Enumerable.Range(_first, _count)], ended);
    }

    public IReadOnlyList<int> EndAll()
    {
        int[] ended = [.. Enumerable.Range(_first, _count)];
        _first += _count;
        _count = 0;
        return ended;
    }
}

internal sealed class StagedDecoder : IFrameDecoder
{
    public Frame Decode(ReadOnlyMemory<byte> encoded, DateTimeOffset capturedAt, int? enoughSide = null) =>
        encoded.Length > 0
            ? new Frame(new FrameSize(100, 80), capturedAt)
            : throw new ImageRefusedException(ImageRefusal.Undecodable, "Not a picture.");

    public byte[] EncodeJpeg(Frame frame, Box part, int longestSide) => [1, 2, 3];
}

internal sealed class StagedGallery : IGallery
{
    public static readonly Coverage Whole = new(4, 4, 100, []);

    public Coverage Coverage { get; set; } = Whole;

    public List<Neighbour> Neighbours { get; } = [];

    public List<GalleryQuery> Queries { get; } = [];

    /// <summary>What each probe held while it was searched with.</summary>
    public List<float[]> Probes { get; } = [];

    public Task<GalleryAnswer> SearchAsync(GalleryQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        Probes.Add(query.Probe.ToArray());
        return Task.FromResult(new GalleryAnswer([.. Neighbours.Where(near => near.Cosine >= query.MinimumCosine)], Coverage, "1"));
    }

    public Task RefreshAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<GalleryStatus> StatusAsync(CancellationToken cancellationToken) => Task.FromResult(new GalleryStatus(new GalleryGeneration(1, 4), 4, 100, "1"));
}

internal sealed class StagedSink : IAlertSink
{
    public List<AlertProposal> Raised { get; } = [];

    public bool Broken { get; set; }

    public bool InForce { get; set; } = true;

    public Task<bool> RaiseAsync(AlertProposal proposal, CancellationToken cancellationToken)
    {
        if (Broken) throw new IOException("The disk is full.");
        Raised.Add(proposal);
        return Task.FromResult(InForce);
    }
}
