using System.CommandLine;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation.Verification;

/// <summary><c>facematch evaluate verification --images DIR --pairs FILE</c></summary>
internal sealed class EvaluateVerificationCommand : MeasuringCommand
{
    private readonly Option<DirectoryInfo> _images = EvaluationOptions.Images("Folder with one folder a person, NAME/NAME_0001.jpg.");
    private readonly Option<FileInfo> _pairs = EvaluationOptions.Pairs();
    private readonly Option<int> _seed = EvaluationOptions.Seed();

    public EvaluateVerificationCommand(CliEnvironment environment)
        : base(
            "verification",
            "1:1 accuracy on pairs, by the View 2 protocol of Labeled Faces in the Wild, with intervals, DET and ROC. Rates are "
            + "fractions from 0 to 1. A face that is not found counts as the lowest score and is never left out.",
            environment)
    {
        Options.Add(_images);
        Options.Add(_pairs);
        Options.Add(_seed);
    }

    protected override async Task<IReadOnlyList<Measurement>> MeasureAsync(
        ParseResult parsed, EvaluationRun run, CancellationToken cancellationToken) =>
    [
        await VerificationEvaluation.RunAsync(
            run, parsed.GetRequiredValue(_images), parsed.GetRequiredValue(_pairs), parsed.GetValue(_seed), cancellationToken),
    ];
}
