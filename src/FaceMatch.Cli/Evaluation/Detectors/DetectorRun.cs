using FaceMatch.Core.Evaluation;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Detectors;

namespace FaceMatch.Cli.Evaluation.Detectors;

/// <summary>One detector at one way of looking, over all pictures.</summary>
/// <param name="side">Longest side of the input; null to choose by <paramref name="smallestFace"/>.</param>
internal sealed class DetectorRun(FaceDetector detector, int? side, float smallestFace, TimeProvider time)
{
    /// <summary>The curve goes on below what is accepted; what follows here adds hardly any area.</summary>
    private const float LeastJudgedScore = 0.05f;

    // As the manifest writes it: a float's further decimals are noise.
    private readonly double _leastScore = Math.Round(detector.MinimumScore, 3);

    private readonly DetectionTally _tally = new(Math.Round(detector.MinimumScore, 3));
    private readonly List<double> _milliseconds = [];

    /// <param name="picture">Boxes in pixels of the frame.</param>
    public void Look(Frame frame, LabelledPicture picture)
    {
        long started = time.GetTimestamp();
        _ = Find(frame, detector.MinimumScore);
        _milliseconds.Add(time.GetElapsedTime(started).TotalMilliseconds);
        _tally.Add(picture, Find(frame, LeastJudgedScore));
    }

    public DetectorResult Result()
    {
        _milliseconds.Sort();
        return new DetectorResult(
            detector.Name, side, side is null ? smallestFace : null, _leastScore,
            _milliseconds[_milliseconds.Count / 2], _tally.Measure());
    }

    private IReadOnlyList<Detection> Find(Frame frame, float minimumScore) => side is { } longest
        ? detector.DetectAt(frame, longest, minimumScore)
        : detector.Detect(frame, smallestFace, minimumScore);
}
