using System.CommandLine;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Calibrations;

namespace FaceMatch.Cli.Evaluation.Calibrations;

/// <summary><c>facematch evaluate calibration --images DIR</c>: whether other people give the rates that a calibration states.</summary>
internal sealed class EvaluateCalibrationCommand : MeasuringCommand
{
    private readonly Option<DirectoryInfo> _images =
        EvaluationOptions.Images("Folder with one folder a person, none of whom the calibration was made from.");

    private readonly Option<FileInfo> _calibration = new Option<FileInfo>("--calibration")
    {
        Description = "The calibration to check; otherwise the pack's.",
        HelpName = "FILE",
    }.AcceptExistingOnly();

    private readonly Option<FileInfo> _exclude = ExcludedPairs.Option();
    private readonly Option<int> _seed = EvaluationOptions.Seed();

    public EvaluateCalibrationCommand(CliEnvironment environment)
        : base(
            "calibration",
            "Compares every image with every image of other people and holds the false match rates against those that the "
            + "calibration states, at its own thresholds, with intervals.",
            environment)
    {
        Options.Add(_images);
        Options.Add(_calibration);
        Options.Add(_exclude);
        Options.Add(_seed);
    }

    protected override async Task<IReadOnlyList<Measurement>> MeasureAsync(
        ParseResult parsed, EvaluationRun run, CancellationToken cancellationToken)
    {
        Calibration calibration = parsed.GetValue(_calibration) is { } file
            ? await ReadAsync(file, run, cancellationToken)
            : run.ReadCalibration();
        IReadOnlySet<PeoplePair> excluded = await ExcludedPairs.ReadAsync(parsed.GetValue(_exclude), cancellationToken);
        return
        [
            await CalibrationEvaluation.RunAsync(
                run, parsed.GetRequiredValue(_images), calibration, excluded, parsed.GetValue(_seed), cancellationToken),
        ];
    }

    private static async Task<Calibration> ReadAsync(FileInfo file, EvaluationRun run, CancellationToken cancellationToken)
    {
        try
        {
            Calibration calibration = CalibrationJson.Read(await File.ReadAllTextAsync(file.FullName, cancellationToken));
            return calibration.Provenance.Embedder == run.Vision.Models.Embedder
                ? calibration
                : throw new UsageException(
                    $"{file.FullName} is for embedder '{calibration.Provenance.Embedder}'; the pack's is '{run.Vision.Models.Embedder}'.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CalibrationException)
        {
            throw new UsageException($"{file.FullName} cannot be used: {fault.Message}");
        }
    }
}
