using FaceMatch.Cli.Evaluation.Report;

namespace FaceMatch.Cli.Evaluation.Speed;

/// <summary>The result as a person reads it.</summary>
internal static class SpeedSection
{
    public static ReportSection Of(string set, SpeedResult result) => new(
        $"Speed on {set}",
        [
            "Throughput: every image of the folder is read, decoded, detected, aligned and embedded, one face each, by one worker a core; files are read ahead.",
            Format.Text($"Stages: {result.Timed} images spread over the folder, one after another on one thread, from memory, after a warm-up. Medians and 95th percentiles of single calls. Other work on the machine makes every figure worse; the least is the one that suffers least."),
            Format.Text($"Frames of 1920x1080 are put together from five images each on a grey ground; {result.MosaicFacesPerFrame:F1} faces a frame were found and all embedded. Decoding is not part of them."),
        ],
        [
            new ReportTable("Throughput", ["What", "Value"],
            [
                ["Images", Format.Count(result.Images)],
                [Format.Text($"Images per second, {result.Cores} cores"), Format.Text($"{result.ImagesPerSecond:F1}")],
                ["Managed memory allocated per image, one thread", Format.Text($"{result.AllocatedBytesPerImage / 1024:F1} KB")],
            ]),
            Times("Stages, images of the folder, one thread", result.Folder),
            Times("Stages, frames of 1920x1080, one thread", result.Mosaic),
        ],
        []);

    private static ReportTable Times(string title, IReadOnlyList<StageTime> times) => new(
        title, ["Stage", "Calls", "Median", "95th percentile", "Least"],
        [
            .. times.Select(time => (string[])
            [
                time.Stage == Stage.Whole ? "Whole picture" : time.Stage.ToString(), Format.Count(time.Calls),
                Milliseconds(time.MedianMilliseconds), Milliseconds(time.P95Milliseconds), Milliseconds(time.LeastMilliseconds),
            ]),
        ]);

    private static string Milliseconds(double milliseconds) => Format.Text($"{milliseconds:F2} ms");
}
