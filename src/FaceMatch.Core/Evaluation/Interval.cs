namespace FaceMatch.Core.Evaluation;

/// <summary>An interval of 95 % confidence for a rate; both ends from 0 to 1.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Two-sided 95 % of a normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>
    /// The score interval of Wilson (1927), <i>Probable inference, the law of succession, and statistical inference</i>:
    /// unlike the normal approximation it stays inside 0 to 1 and is right at rates near either end. It takes the trials
    /// as independent; where a person has several, <see cref="PersonBootstrap"/> is the honest one.
    /// </summary>
    /// <param name="count">Events, 0 to <paramref name="of"/>.</param>
    /// <param name="of">Trials; 0 gives the interval that excludes nothing.</param>
    public static Interval Wilson(long count, long of)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, of);
        if (of == 0) return new Interval(0, 1);
        double rate = (double)count / of, square = Z * Z / of;
        double middle = (rate + (square / 2)) / (1 + square);
        double reach = Z * Math.Sqrt((rate * (1 - rate) / of) + (square / (4 * of))) / (1 + square);
        return new Interval(
            count == 0 ? 0 : Math.Max(0, middle - reach), count == of ? 1 : Math.Min(1, middle + reach));
    }
}

/// <summary>A rate with what it was counted from.</summary>
/// <param name="Value">0 to 1; 0 where nothing was counted.</param>
public readonly record struct MeasuredRate(double Value, long Count, long Of, Interval Interval)
{
    /// <summary>A share of independent trials, with the interval of Wilson.</summary>
    public static MeasuredRate OfTrials(long count, long of) =>
        new(of == 0 ? 0 : (double)count / of, count, of, Evaluation.Interval.Wilson(count, of));
}
