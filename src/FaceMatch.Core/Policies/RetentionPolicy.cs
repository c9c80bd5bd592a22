namespace FaceMatch.Core.Policies;

/// <summary>How long faces of passers-by may be kept (oversight rule 11). Policy may shorten these and never lengthen them.</summary>
public sealed record RetentionPolicy
{
    public static readonly RetentionPolicy Default = new();

    /// <summary>From the judgement that made no lead of an alert, to the end of its picture.</summary>
    public TimeSpan AlertsWithoutLead { get; init; } = TimeSpan.FromHours(24);

    /// <summary>From the end of a deployment to the end of the pictures of all its alerts that are no leads, judged or not.</summary>
    public TimeSpan EndedDeployments { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How often it is looked for what is due, and so how much earlier than its end a thing goes, that none goes later.</summary>
    public TimeSpan BetweenLooks { get; init; } = TimeSpan.FromMinutes(5);
}
