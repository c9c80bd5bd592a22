using System.CommandLine;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation.Speed;

/// <summary><c>facematch evaluate speed --images DIR</c></summary>
internal sealed class EvaluateSpeedCommand : MeasuringCommand
{
    private readonly Option<DirectoryInfo> _images = EvaluationOptions.Images("Folder of images, or of folders of images.");

    public EvaluateSpeedCommand(CliEnvironment environment)
        : base(
            "speed",
            "Images a second over all cores, and the time of each stage on one thread, for a folder and for frames of 1920x1080 put "
            + "together from it.",
            environment) =>
        Options.Add(_images);

    protected override async Task<IReadOnlyList<Measurement>> MeasureAsync(
        ParseResult parsed, EvaluationRun run, CancellationToken cancellationToken) =>
        [await SpeedEvaluation.RunAsync(run, parsed.GetRequiredValue(_images), cancellationToken)];
}
