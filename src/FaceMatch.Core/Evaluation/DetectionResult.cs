namespace FaceMatch.Core.Evaluation;

/// <summary>Detectors compared on one set in one run, turn about on each picture.</summary>
/// <param name="Set">Name of the folder of pictures.</param>
/// <param name="PicturesRestored">Pictures that were given back the aspect they had before the set squashed them.</param>
public sealed record DetectionResult(string Set, int PicturesRestored, IReadOnlyList<DetectorResult> Detectors);

/// <summary>One detector at one way of looking.</summary>
/// <param name="Side">Longest side of its input in pixels; null when it chose by <paramref name="SmallestFace"/>.</param>
/// <param name="SmallestFace">Narrowest wanted face in pixels of the picture; null when <paramref name="Side"/> was given.</param>
/// <param name="LeastScore">The score from which it accepts a face as shipped.</param>
/// <param name="MedianMilliseconds">For a picture, from pixels to boxes at that score, on one thread.</param>
public sealed record DetectorResult(
    string Detector, int? Side, float? SmallestFace, double LeastScore, double MedianMilliseconds, DetectionMeasure Measure);
