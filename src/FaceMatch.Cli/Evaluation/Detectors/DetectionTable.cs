using System.Globalization;
using FaceMatch.Core.Evaluation;
using Spectre.Console;

namespace FaceMatch.Cli.Evaluation.Detectors;

/// <summary>Detectors side by side, for a person to read.</summary>
internal static class DetectionTable
{
    public static void Show(DetectionResult result, IAnsiConsole console)
    {
        Table table = new Table().AddColumns("Detector", "Looks", "AP", "ms", "from score", "precision", "recall");
        string[] widths = [.. result.Detectors[0].Measure.RecallByWidth.Select(Name)];
        foreach (string width in widths) table.AddColumn(width);
        foreach (DetectorResult one in result.Detectors)
        {
            OperatingPoint point = one.Measure.Operating.Single(point => point.Score == one.LeastScore);
            table.AddRow(
            [
                one.Detector,
                one.Side is { } side ? Format($"one, {side}") : Format($"faces from {one.SmallestFace}"),
                Format($"{one.Measure.AveragePrecision:F3}"),
                Format($"{one.MedianMilliseconds:F1}"),
                Format($"{one.LeastScore:F2}"),
                Format($"{point.Precision:F3}"),
                Format($"{point.Recall:F3}"),
                .. one.Measure.RecallByWidth.Select(recall => recall.Recall is { } share ? Format($"{share:F2}") : ""),
            ]);
        }

        console.Write(table);
        DetectionMeasure set = result.Detectors[0].Measure;
        console.WriteLine(Format(
            $"{set.Pictures} pictures, {set.Faces} marked faces, {set.Ignored} ignored by the set; recall by width in pixels."));
    }

    private static string Name(WidthRecall recall) =>
        recall.To is { } to ? Format($"{recall.From}-{to}") : Format($"{recall.From}+");

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
