using System.CommandLine;
using System.Globalization;
using FaceMatch.Cli.Models;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Faces;
using Spectre.Console;

namespace FaceMatch.Cli.Evaluation.Verification;

/// <summary><c>facematch evaluate lfw --images DIR --pairs FILE</c>: the figures of <c>verification</c> in brief, by keys that scripts rely on.</summary>
internal sealed class EvaluateLfwCommand : Command
{
    private readonly Option<DirectoryInfo> _images = EvaluationOptions.Images("Folder with one folder a person, NAME/NAME_0001.jpg.");
    private readonly Option<FileInfo> _pairs = EvaluationOptions.Pairs();
    private readonly Option<string> _pack = EvaluationOptions.Pack();
    private readonly Option<bool> _json = ModelsOptions.Json();
    private readonly CliEnvironment _environment;

    public EvaluateLfwCommand(CliEnvironment environment)
        : base(
            "lfw",
            "1:1 accuracy on pairs of Labeled Faces in the Wild, by the View 2 protocol: the threshold of each fold is chosen "
            + "on the others. All rates are fractions from 0 to 1 (0.9913 is 99.13 %). A face that is not found counts as the "
            + "lowest score and is never left out.")
    {
        _environment = environment;
        Options.Add(_images);
        Options.Add(_pairs);
        Options.Add(_pack);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using EvaluationRun run = new(parsed.GetRequiredValue(_pack), _environment);
        VerificationResult result = await VerificationEvaluation.MeasureAsync(
            run, parsed.GetRequiredValue(_images), parsed.GetRequiredValue(_pairs), EvaluationOptions.DefaultSeed, cancellationToken);
        var answer = new Answer(
            result.Pairs, result.Accuracy, result.AccuracyStdErr, result.TarAtFar, result.FacesNotFound,
            result.ImagesPerSecond, run.Vision.Models);
        if (parsed.GetValue(_json)) _environment.WriteJson(answer);
        else Show(answer);
        return ExitCodes.Ok;
    }

    private void Show(Answer answer)
    {
        Table table = new Table().HideHeaders().AddColumns("What", "Figure");
        table.AddRow("Pairs", Text($"{answer.Pairs}"));
        table.AddRow("Accuracy", Text($"{answer.Accuracy:P2} ± {answer.AccuracyStdErr:P2}"));
        foreach ((string rate, double share) in answer.TarAtFar) table.AddRow($"TAR at FAR {rate}", Text($"{share:P2}"));
        table.AddRow("Faces not found", Text($"{answer.FacesNotFound}"));
        table.AddRow("Images per second", Text($"{answer.ImagesPerSecond:F1}"));
        table.AddRow("Models", $"{answer.Model.Detector}, {answer.Model.Embedder}");
        _environment.Results.Write(table);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Answer(
        int Pairs,
        double Accuracy,
        double AccuracyStdErr,
        IReadOnlyDictionary<string, double> TarAtFar,
        int FacesNotFound,
        double ImagesPerSecond,
        ModelIdentity Model);
}
