using FaceMatch.Core.Calibrations;
using FaceMatch.Core.Policies;

namespace FaceMatch.Server.Scores;

/// <summary>What a cosine means: its false match rate by the active calibration, and the band that policy puts it in.</summary>
public sealed class ScoreScale(Calibration calibration, RecognitionPolicy policy)
{
    /// <param name="cosine">-1 to 1.</param>
    public Score Of(float cosine)
    {
        double fmr = calibration.FalseMatchRate(cosine);
        return new Score(cosine, fmr, policy.BandOf(fmr));
    }
}

/// <param name="Fmr">Share of comparisons between different people that score this high or higher.</param>
public readonly record struct Score(float Cosine, double Fmr, ScoreBand Band);

public static class ScoreBands
{
    public static string ToWire(this ScoreBand band) => band switch
    {
        ScoreBand.Strong => "strong",
        ScoreBand.Moderate => "moderate",
        ScoreBand.Weak => "weak",
        ScoreBand.None => "none",
        _ => throw new ArgumentOutOfRangeException(nameof(band)),
    };
}
