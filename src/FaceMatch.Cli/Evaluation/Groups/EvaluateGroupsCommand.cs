using System.CommandLine;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation.Groups;

/// <summary><c>facematch evaluate groups --labels FILE</c></summary>
internal sealed class EvaluateGroupsCommand : MeasuringCommand
{
    private readonly Option<FileInfo> _labels = new Option<FileInfo>("--labels")
    {
        Description = "CSV with a column 'file', perhaps 'person', and any others as labels.",
        HelpName = "FILE",
        Required = true,
    }.AcceptExistingOnly();

    private readonly Option<DirectoryInfo> _images = new Option<DirectoryInfo>("--images")
    {
        Description = "Folder of the files; otherwise 'images' beside the CSV.",
        HelpName = "DIR",
    }.AcceptExistingOnly();

    private readonly Option<string[]> _by = new("--by")
    {
        Description = "Label to divide by, or several at once joined by '+'. May be repeated; otherwise each label by itself.",
        HelpName = "LABEL",
    };

    private readonly Option<double> _fmr = EvaluationOptions.Fmr("At which the pack's calibration gives the threshold.");
    private readonly Option<int> _seed = EvaluationOptions.Seed();

    public EvaluateGroupsCommand(CliEnvironment environment)
        : base(
            "groups",
            "False match rates, and where the CSV names people false non-match rates, by group of people and between groups, at one "
            + "threshold for all. Rates are fractions from 0 to 1.",
            environment)
    {
        Options.Add(_labels);
        Options.Add(_images);
        Options.Add(_by);
        Options.Add(_fmr);
        Options.Add(_seed);
    }

    /// <summary>Where the files of a CSV are, unless it is said.</summary>
    public static DirectoryInfo ImagesBeside(FileInfo labels) => new(Path.Combine(labels.Directory!.FullName, "images"));

    protected override async Task<IReadOnlyList<Measurement>> MeasureAsync(
        ParseResult parsed, EvaluationRun run, CancellationToken cancellationToken)
    {
        FileInfo labels = parsed.GetRequiredValue(_labels);
        return
        [
            await GroupEvaluation.RunAsync(
                run, labels, parsed.GetValue(_images) ?? ImagesBeside(labels), parsed.GetValue(_by) ?? [],
                parsed.GetValue(_fmr), parsed.GetValue(_seed), cancellationToken),
        ];
    }
}
