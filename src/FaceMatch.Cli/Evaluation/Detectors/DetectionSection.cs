using FaceMatch.Cli.Evaluation.Report;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.Detectors;

/// <summary>The result as a person reads it in a report.</summary>
internal static class DetectionSection
{
    /// <param name="files">Detectors that came as files, with their hashes; those of packs are in the record of the run.</param>
    public static ReportSection Of(DetectionResult result, IReadOnlyList<UsedFile> files) => new(
        $"Detection on {result.Set}", Protocol(result), [.. Tables(result, files)], Figures(result));

    private static IReadOnlyList<string> Protocol(DetectionResult result)
    {
        DetectionMeasure set = result.Detectors[0].Measure;
        return
        [
            Format.Text($"{set.Pictures} pictures with {set.Faces} marked faces; {set.Ignored} more are left out by the set itself. {result.PicturesRestored} pictures were given back the aspect they had before the set squashed them."),
            "Average precision is the area under precision over recall, over all scores, at an IoU of 0.5 between a detection's box and a marked one. The official protocol of WIDER FACE asks for its whole validation set: of fewer pictures the figures compare detectors with each other, and no more.",
            "Detectors look turn about at each picture, on one thread, so that other work on the machine meets all alike. The time is from pixels to boxes.",
        ];
    }

    private static IEnumerable<ReportTable> Tables(DetectionResult result, IReadOnlyList<UsedFile> files)
    {
        yield return new ReportTable(
            "Detectors", ["Detector", "Looks", "Average precision", "Median time", "From score", "Precision", "Recall"],
            [
                .. result.Detectors.Select(one =>
                {
                    OperatingPoint point = one.Measure.Operating.Single(point => point.Score == one.LeastScore);
                    return (string[])
                    [
                        one.Detector, Looks(one), Format.Percent(one.Measure.AveragePrecision), Format.Text($"{one.MedianMilliseconds:F1} ms"),
                        Format.Text($"{one.LeastScore:F2}"), Format.Percent(point.Precision), Format.Percent(point.Recall),
                    ];
                }),
            ]);
        yield return new ReportTable(
            "Recall by width of the face, in pixels of the picture",
            ["Detector", "Looks", .. result.Detectors[0].Measure.RecallByWidth.Select(width =>
                width.To is { } to ? Format.Text($"{width.From} to {to}") : Format.Text($"{width.From} and more"))],
            [
                .. result.Detectors.Select(one => (string[])
                [
                    one.Detector, Looks(one),
                    .. one.Measure.RecallByWidth.Select(width => width.Recall is { } recall ? Format.Percent(recall) : ""),
                ]),
            ]);
        if (files.Count > 0)
            yield return new ReportTable(
                "Detectors from files", ["File", "SHA-256"], [.. files.Select(file => (string[])[file.Name, file.Sha256])]);
    }

    private static IReadOnlyList<ReportFigure> Figures(DetectionResult result) =>
    [
        new ReportFigure(
            "Precision over recall at the scores that could be the least accepted.",
            Plots.Linear("Recall", "Precision",
            [
                .. result.Detectors.Select(one => new PlotLine(
                    $"{one.Detector}, {Looks(one)}",
                    [.. one.Measure.Operating.Select(point => (point.Recall, point.Precision)).OrderBy(point => point.Recall)])),
            ], percentAcross: true)),
    ];

    private static string Looks(DetectorResult one) =>
        one.Side is { } side ? Format.Text($"one of {side}") : Format.Text($"faces from {one.SmallestFace}");
}
