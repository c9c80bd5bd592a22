namespace FaceMatch.Index;

/// <summary>What an index that may miss something says of itself.</summary>
/// <param name="Factory">Its type, as Faiss's index_factory takes it.</param>
/// <param name="Leftovers">Removed templates whose bytes it may still hold; no search shows them. A rebuild erases them.</param>
/// <param name="ExactSearches">Queries that the exact scan answered instead, since the index was made.</param>
/// <param name="Fault">Why it is not in use; null when nothing is wrong.</param>
/// <param name="BuildTime">What the last training and building took; null before the first.</param>
/// <param name="Recall">Null until it was measured.</param>
public sealed record ApproximateStatus(
    string Factory,
    ApproximateState State,
    long Leftovers,
    long ExactSearches,
    string? Fault,
    TimeSpan? BuildTime,
    RecallReport? Recall);

public enum ApproximateState
{
    /// <summary>Too few templates to train on: the exact scan answers.</summary>
    Waiting,

    /// <summary>Trained or built for the first time in the background: the exact scan answers.</summary>
    Building,
    Ready,

    /// <summary>In use, and built anew in the background.</summary>
    Rebuilding,

    /// <summary>Faiss refused: the exact scan answers.</summary>
    Failed,
}

/// <summary>
/// How an approximate index compares with the exact one over the same templates. A probe is a template of the gallery
/// turned away from itself at random; the exact index says what it should find.
/// </summary>
/// <param name="Probes">How many; a rate of 0 means below 3 / Probes with 95 % confidence.</param>
/// <param name="Templates">Gallery size at which it was measured.</param>
/// <param name="RecallAt1">Share of probes whose nearest template is the exact one.</param>
/// <param name="RecallAt20">Share of the exact twenty best that are among its own.</param>
/// <param name="AddedFnir">Share of probes whose own template is among the exact twenty best and not among its own: what
/// the index adds to the false negative identification rate (ISO/IEC 19795-1), at this gallery size and without a threshold.</param>
public sealed record RecallReport(int Probes, long Templates, double RecallAt1, double RecallAt20, double AddedFnir);
