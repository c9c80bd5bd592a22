using System.CommandLine;
using FaceMatch.Cli.Evaluation.Groups;
using FaceMatch.Cli.Evaluation.OpenSet;
using FaceMatch.Cli.Evaluation.Quality;
using FaceMatch.Cli.Evaluation.Speed;
using FaceMatch.Cli.Evaluation.Verification;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation;

/// <summary><c>facematch evaluate all</c>: several evaluations in one report, each with its usual settings.</summary>
internal sealed class EvaluateAllCommand : MeasuringCommand
{
    private readonly Option<DirectoryInfo[]> _verification = Folders("--verification", "Folder with one folder a person and pairs.txt, a file of LFW View 2 pairs.");
    private readonly Option<DirectoryInfo[]> _openSet = Folders("--open-set", "Folder with one folder a person.");
    private readonly Option<DirectoryInfo[]> _quality = Folders("--quality", "Folder with one folder a person.");
    private readonly Option<DirectoryInfo[]> _groups = Folders("--groups", "Folder with labels.csv and the folder images.");
    private readonly Option<DirectoryInfo[]> _speed = Folders("--speed", "Folder of images, or of folders of images.");
    private readonly Option<int> _seed = EvaluationOptions.Seed();

    public EvaluateAllCommand(CliEnvironment environment)
        : base("all", "Several evaluations in one report, each with its usual settings. Every folder may be given more than once.", environment)
    {
        Options.Add(_verification);
        Options.Add(_openSet);
        Options.Add(_quality);
        Options.Add(_groups);
        Options.Add(_speed);
        Options.Add(_seed);
        Validators.Add(result =>
        {
            if (!((Option[])[_verification, _openSet, _quality, _groups, _speed]).Any(option => result.GetResult(option) is not null))
                result.AddError("Give at least one folder to evaluate: --verification, --open-set, --quality, --groups or --speed.");
        });
    }

    protected override async Task<IReadOnlyList<Measurement>> MeasureAsync(
        ParseResult parsed, EvaluationRun run, CancellationToken cancellationToken)
    {
        int seed = parsed.GetValue(_seed);
        List<Measurement> quality = [], measured = [];

        // First, because it embeds with quality, and an open-set test of the same folder then need not embed again.
        foreach (DirectoryInfo folder in parsed.GetValue(_quality) ?? [])
            quality.Add(await QualityEvaluation.RunAsync(run, folder, EvaluationOptions.DefaultFmr, seed, cancellationToken));
        foreach (DirectoryInfo folder in parsed.GetValue(_verification) ?? [])
            measured.Add(await VerificationEvaluation.RunAsync(run, folder, In(folder, "pairs.txt"), seed, cancellationToken));
        foreach (DirectoryInfo folder in parsed.GetValue(_openSet) ?? [])
            measured.Add(await OpenSetEvaluation.RunAsync(
                run, folder, new OpenSetProtocol(OpenSetProtocol.DefaultGalleries, seed), misses: 0, cancellationToken));
        measured.AddRange(quality);
        foreach (FileInfo labels in (parsed.GetValue(_groups) ?? []).Select(folder => In(folder, "labels.csv")))
            measured.Add(await GroupEvaluation.RunAsync(
                run, labels, EvaluateGroupsCommand.ImagesBeside(labels), [], EvaluationOptions.DefaultFmr, seed, cancellationToken));
        foreach (DirectoryInfo folder in parsed.GetValue(_speed) ?? [])
            measured.Add(await SpeedEvaluation.RunAsync(run, folder, cancellationToken));
        return measured;
    }

    private static FileInfo In(DirectoryInfo folder, string name)
    {
        FileInfo file = new(Path.Combine(folder.FullName, name));
        return file.Exists ? file : throw new UsageException($"{file.FullName} is missing.");
    }

    private static Option<DirectoryInfo[]> Folders(string name, string description) =>
        new Option<DirectoryInfo[]>(name) { Description = description, HelpName = "DIR" }.AcceptExistingOnly();
}
