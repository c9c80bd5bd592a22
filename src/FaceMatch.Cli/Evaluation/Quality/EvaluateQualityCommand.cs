using System.CommandLine;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation.Quality;

/// <summary><c>facematch evaluate quality --images DIR</c></summary>
internal sealed class EvaluateQualityCommand : MeasuringCommand
{
    private readonly Option<DirectoryInfo> _images = EvaluationOptions.Images("Folder with one folder a person.");
    private readonly Option<double> _fmr = EvaluationOptions.Fmr("At which the threshold is fixed.");
    private readonly Option<int> _seed = EvaluationOptions.Seed();

    public EvaluateQualityCommand(CliEnvironment environment)
        : base(
            "quality",
            "Error versus discard: how the false non-match rate falls when the comparisons of lowest quality are left out. Rates "
            + "are fractions from 0 to 1.",
            environment)
    {
        Options.Add(_images);
        Options.Add(_fmr);
        Options.Add(_seed);
    }

    protected override async Task<IReadOnlyList<Measurement>> MeasureAsync(
        ParseResult parsed, EvaluationRun run, CancellationToken cancellationToken) =>
    [
        await QualityEvaluation.RunAsync(
            run, parsed.GetRequiredValue(_images), parsed.GetValue(_fmr), parsed.GetValue(_seed), cancellationToken),
    ];
}
