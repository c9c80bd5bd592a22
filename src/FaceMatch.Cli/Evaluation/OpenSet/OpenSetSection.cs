using FaceMatch.Cli.Evaluation.Report;

namespace FaceMatch.Cli.Evaluation.OpenSet;

/// <summary>The result as a person reads it.</summary>
internal static class OpenSetSection
{
    public static ReportSection Of(string set, OpenSetResult result) => new(
        $"Open-set identification on {set}", Protocol(result), [.. Tables(result)], [.. Figures(result)]);

    private static IReadOnlyList<string> Protocol(OpenSetResult result)
    {
        OpenSetCounts counts = result.Counts;
        return
        [
            Format.Text($"{counts.People} people with {counts.Images} images. For each of {counts.Galleries} random galleries (seed {result.Seed}) half of the people, {counts.SubjectsPerGallery}, are enrolled by one image each, chosen at random. Mated searches are all other images of the enrolled; non-mated searches are all images of everybody else. Who is enrolled in one gallery may be a stranger to another."),
            "Of several faces in a picture the person's is taken to be the one of which the detector is surest, among equally sure ones the larger and more central.",
            "FNIR(T) is the share of mated searches whose mate is not among the candidates at or above T, at any rank; FPIR(T) the share of non-mated searches with a candidate at or above T. The threshold is the lowest at which all galleries together keep to the FPIR.",
            "Failures count as misses: an image without a detected face gives no template, so that a search with it, or for it, finds nobody.",
            "Intervals: bootstrap over people (1,000 replicates, percentiles of 2.5 and 97.5), with the threshold found anew in each replicate. Mean and sample standard deviation over galleries are of rates at each gallery's own threshold.",
            "Threshold carried over: people are split at random into halves that share nobody. Thresholds are chosen on galleries of the one and applied to galleries of the other, which have the same size up to one. Their intervals are Wilson's and take searches as independent.",
            "Gallery sizes: galleries are cut to their first subjects, so that they are nested; strangers stay the same.",
        ];
    }

    private static IEnumerable<ReportTable> Tables(OpenSetResult result)
    {
        OpenSetCounts counts = result.Counts;
        yield return new ReportTable(
            Format.Text($"Identification with {counts.SubjectsPerGallery} enrolled"),
            ["Measure", "Value", "95 % interval", "Searches", "Mean of galleries", "Deviation", "Cosine"],
            [
                [.. Format.Row("Rank 1", result.Rank1), "", "", ""],
                [.. Format.Row("Rank 10", result.Rank10), "", "", ""],
                .. result.FnirAtFpir.Select(point => (string[])
                [
                    .. Format.Row($"FNIR at FPIR {Format.Target(point.Fpir)}", point.Fnir),
                    Format.Percent(point.FnirMean), Format.Percent(point.FnirDeviation), Format.Cosine(point.Threshold),
                ]),
            ]);
        Transfer transfer = result.Transfer;
        yield return new ReportTable(
            Format.Text($"Thresholds chosen on {transfer.DevelopmentPeople} people, applied to {transfer.TestPeople} others, {transfer.Gallery} enrolled"),
            ["FPIR aimed at", "Cosine", "FPIR met", "95 % interval", "FNIR", "95 % interval"],
            [
                .. transfer.Points.Select(point => (string[])
                [
                    Format.Target(point.Fpir), Format.Cosine(point.Threshold), Format.Rate(point.Achieved.Value),
                    Format.Of(point.Achieved.Interval), Format.Rate(point.Fnir.Value), Format.Of(point.Fnir.Interval),
                ]),
            ]);
        yield return new ReportTable(
            "Size of the gallery",
            ["Subjects", "Rank 1", .. OpenSetProtocol.Rates.Select(rate => $"FNIR at FPIR {Format.Target(rate)}")],
            [
                .. result.GallerySizes.Select(size => (string[])
                    [Format.Count(size.Subjects), Format.Percent(size.Rank1), .. size.FnirAtFpir.Select(point => Format.Percent(point.Fnir))]),
            ]);
        yield return new ReportTable("Counts", ["What", "Count"],
        [
            ["People", Format.Count(counts.People)],
            ["Images", Format.Count(counts.Images)],
            ["Images without a detected face (failures to acquire)", Format.Count(counts.ImagesWithoutFace)],
            ["Galleries", Format.Count(counts.Galleries)],
            ["Failures to enrol, over all galleries", Format.Count(counts.FailedEnrolments)],
            ["Mated searches for subjects that failed to enrol", Format.Count(counts.MatedSearchesWithoutEnrolment)],
            ["Mated searches, over all galleries", Format.Count(counts.MatedSearches)],
            ["Non-mated searches, over all galleries", Format.Count(counts.NonMatedSearches)],
        ]);
    }

    private static IEnumerable<ReportFigure> Figures(OpenSetResult result)
    {
        yield return new ReportFigure(
            Format.Text($"DET: FNIR over FPIR with {result.Counts.SubjectsPerGallery} enrolled."),
            Plots.Det("FPIR", "FNIR", [new PlotLine("All galleries", [.. result.Det.Select(point => (point.FalsePositive, point.FalseNegative))])]));
        yield return new ReportFigure(
            "CMC: share of mated searches whose mate is at a rank or a better one.",
            Plots.Linear("Rank", "Identification rate", [new PlotLine("All galleries", [.. result.Cmc.Select((share, i) => (i + 1.0, share))])], percentAcross: false));
        yield return new ReportFigure(
            "Scores: of mated searches the mate's, of non-mated searches the best of all.",
            Plots.Histogram(
                [("Mated", result.MatedScores), ("Non-mated, best", result.NonMatedScores)],
                [.. result.FnirAtFpir.Select(point => ($"FPIR {Format.Target(point.Fpir)}", point.Threshold))]));
        if (result.GallerySizes.Count > 1)
            yield return new ReportFigure(
                "Misses over the size of the gallery.",
                Plots.OverDecades("Subjects enrolled", "Rate", [
                    new PlotLine("Not at rank 1", [.. result.GallerySizes.Select(size => ((double)size.Subjects, 1 - size.Rank1))]),
                    .. OpenSetProtocol.Rates.Select((rate, i) => new PlotLine(
                        $"FNIR at FPIR {Format.Target(rate)}", [.. result.GallerySizes.Select(size => ((double)size.Subjects, size.FnirAtFpir[i].Fnir))])),
                ], percentAcross: false));
    }
}
