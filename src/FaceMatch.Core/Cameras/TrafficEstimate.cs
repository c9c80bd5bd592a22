namespace FaceMatch.Core.Cameras;

/// <summary>How many passages a day a camera is taken to see, when false alerts are worked out from it.</summary>
/// <param name="PassagesPerDay">Over 24 hours.</param>
/// <param name="Measured">False: too little was watched, and <see cref="AssumedPassagesPerDay"/> is taken.</param>
/// <param name="HoursWatched">In the last <see cref="Days"/> days.</param>
public sealed record TrafficEstimate(double PassagesPerDay, bool Measured, double HoursWatched)
{
    /// <summary>
    /// A busy pedestrian street in daytime: a quieter camera then gives fewer false alerts than asked for.
    /// </summary>
    public const double AssumedPassagesPerDay = 20_000;

    /// <summary>Four weeks, so that each day of the week is in it four times; today is one of them.</summary>
    public const int Days = 28;

    /// <summary>One working day: less than that may have been the quiet part of any day.</summary>
    public const double LeastHours = 8;

    /// <summary>A day watched for less than this is too short to be the busiest day by more than chance.</summary>
    private const double LeastHoursOfADay = 1;

    /// <summary>
    /// The rule of three: when n events were seen, n + 3 is the 95 % upper bound for n = 0 and near it for small n; without
    /// it a camera that saw nobody would promise that there will be no false alert.
    /// </summary>
    private const double UnseenPassages = 3;

    /// <summary>
    /// 24 hours at the rate of the busiest day: 24 x max((passages + 3) / hours watched), the maximum over the whole span and
    /// over each of its days that was watched for an hour or longer. High on purpose: nights are counted like the hours watched.
    /// </summary>
    /// <param name="days">Of one camera, in any order; only the last <see cref="Days"/> up to <paramref name="today"/> count.</param>
    public static TrafficEstimate Of(IEnumerable<TrafficDay> days, DateOnly today)
    {
        (double Passages, double Hours)[] seen =
        [
            .. days.Where(day => day.Day > today.AddDays(-Days) && day.Day <= today)
                .Select(day => ((double)day.Passages, day.SecondsWatched / 3_600)),
        ];
        double hours = seen.Sum(day => day.Hours);
        if (hours < LeastHours) return new TrafficEstimate(AssumedPassagesPerDay, false, hours);
        double rate = seen.Where(day => day.Hours >= LeastHoursOfADay)
            .Append((Passages: seen.Sum(day => day.Passages), Hours: hours))
            .Max(span => (span.Passages + UnseenPassages) / span.Hours);
        return new TrafficEstimate(24 * rate, true, hours);
    }
}
