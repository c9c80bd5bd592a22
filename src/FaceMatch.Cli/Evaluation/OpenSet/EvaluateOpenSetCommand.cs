using System.CommandLine;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation.OpenSet;

/// <summary><c>facematch evaluate open-set --images DIR</c></summary>
internal sealed class EvaluateOpenSetCommand : MeasuringCommand
{
    private readonly Option<DirectoryInfo> _images = EvaluationOptions.Images("Folder with one folder a person.");
    private readonly Option<int> _galleries = new("--galleries")
    {
        Description = "Random galleries to average over.",
        HelpName = "N",
        DefaultValueFactory = _ => OpenSetProtocol.DefaultGalleries,
    };

    private readonly Option<int> _seed = EvaluationOptions.Seed();
    private readonly Option<int> _misses = new("--show-misses")
    {
        Description = "Name up to N files of each kind of error with their scores, on standard error, so that a person can look at them.",
        HelpName = "N",
    };

    public EvaluateOpenSetCommand(CliEnvironment environment)
        : base(
            "open-set",
            "Identification of people of whom half are enrolled, by one photograph each; the other half are strangers. "
            + "Rates are fractions from 0 to 1, over several random galleries, with intervals by bootstrap over people. A face "
            + "that is not found, enrolled or searched, is a miss.",
            environment)
    {
        _galleries.AtLeastOne();
        Options.Add(_images);
        Options.Add(_galleries);
        Options.Add(_seed);
        Options.Add(_misses);
    }

    protected override async Task<IReadOnlyList<Measurement>> MeasureAsync(
        ParseResult parsed, EvaluationRun run, CancellationToken cancellationToken) =>
    [
        await OpenSetEvaluation.RunAsync(
            run, parsed.GetRequiredValue(_images),
            new OpenSetProtocol(parsed.GetValue(_galleries), parsed.GetValue(_seed)), parsed.GetValue(_misses), cancellationToken),
    ];
}
