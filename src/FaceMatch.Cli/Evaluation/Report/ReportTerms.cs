namespace FaceMatch.Cli.Evaluation.Report;

/// <summary>The words of the report, after ISO/IEC 19795-1 and ISO/IEC 2382-37.</summary>
internal static class ReportTerms
{
    public static readonly IReadOnlyList<(string Term, string Meaning)> All =
    [
        ("FMR, false match rate", "share of comparisons of different people that score at or above the threshold"),
        ("FNMR, false non-match rate", "share of comparisons of one person with itself that score below the threshold"),
        ("FPIR, false positive identification rate", "share of searches of people who are not enrolled that give any candidate at or above the threshold; it grows with the gallery, whose size is stated"),
        ("FNIR, false negative identification rate", "share of searches of enrolled people in which the person is not among the candidates at or above the threshold"),
        ("Rank", "place of the person among all candidates of a search by score, whatever the threshold; a tie counts against the person"),
        ("CMC", "cumulative match characteristic: share of searches whose person is at a rank or a better one"),
        ("DET", "detection error trade-off: one kind of error against the other as the threshold moves"),
        ("Failure to enrol, failure to acquire", "no face was found in an image to be enrolled, or searched with: counted as a miss at every threshold"),
        ("95 % interval", "bootstrap over people: percentiles of 1,000 replicates in which people are drawn with replacement; Wilson: score interval for independent trials. Either speaks of people like those of the set, not of others"),
        ("Cosine", "similarity of two embeddings, -1 to 1; it has a meaning only through a calibration"),
    ];
}
