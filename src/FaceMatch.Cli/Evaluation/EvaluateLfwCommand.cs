using System.CommandLine;
using System.Globalization;
using FaceMatch.Cli.Models;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Evaluation;
using FaceMatch.Core.Faces;
using FaceMatch.Vision;
using FaceMatch.Vision.Models;
using Spectre.Console;

namespace FaceMatch.Cli.Evaluation;

/// <summary><c>facematch evaluate lfw --images DIR --pairs FILE</c></summary>
public sealed class EvaluateLfwCommand : Command
{
    /// <summary>False accept rates that the report names, with the keys they have in JSON.</summary>
    private static readonly (string Key, double Rate)[] Rates = [("1e-2", 1e-2), ("1e-3", 1e-3)];

    private readonly Option<DirectoryInfo> _images = EvaluationOptions.Images("Folder with one folder a person, NAME/NAME_0001.jpg.");
    private readonly Option<FileInfo> _pairs = new Option<FileInfo>("--pairs")
    {
        Description = "Pairs file in the format of LFW View 2.",
        HelpName = "FILE",
        Required = true,
    }.AcceptExistingOnly();

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
        DirectoryInfo images = parsed.GetRequiredValue(_images);
        IReadOnlyList<LfwPair> pairs = await ReadPairsAsync(parsed.GetRequiredValue(_pairs), cancellationToken);
        LfwImage[] used = [.. pairs.SelectMany(pair => (LfwImage[])[pair.First, pair.Second]).Distinct()];
        using FaceVision vision = FaceVision.Load(ModelPackStore.Installed().Open(parsed.GetRequiredValue(_pack)));
        EmbeddedSet set = await new ImageEmbedder(vision, _environment).EmbedAsync(
            [.. used.Select(image => Path.Combine(images.FullName, image.RelativePath))], cancellationToken);
        Dictionary<LfwImage, float[]?> vectors = used
            .Zip(set.Embeddings).ToDictionary(pair => pair.First, pair => pair.Second);

        ScoredPair[] scored = [.. pairs.Select(pair => new ScoredPair(
            pair.Fold, Similarity.Cosine(vectors[pair.First], vectors[pair.Second]), pair.Same))];
        FoldAccuracy accuracy = Verification.AccuracyByFold(scored);
        var answer = new Answer(
            pairs.Count,
            accuracy.Accuracy,
            accuracy.StandardError,
            Rates.ToDictionary(rate => rate.Key, rate => Verification.TrueAcceptRate(scored, rate.Rate)),
            set.FacesNotFound,
            set.ImagesPerSecond,
            vision.Models);
        if (parsed.GetValue(_json)) _environment.WriteJson(answer);
        else Show(answer);
        return ExitCodes.Ok;
    }

    private static async Task<IReadOnlyList<LfwPair>> ReadPairsAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            return LfwPairs.Parse(await File.ReadAllTextAsync(file.FullName, cancellationToken));
        }
        catch (FormatException fault)
        {
            throw new UsageException($"{file.FullName} is not a pairs file. {fault.Message}");
        }
    }

    private void Show(Answer answer)
    {
        Table table = new Table().HideHeaders().AddColumns("What", "Figure");
        table.AddRow("Pairs", Format($"{answer.Pairs}"));
        table.AddRow("Accuracy", Format($"{answer.Accuracy:P2} ± {answer.AccuracyStdErr:P2}"));
        foreach ((string rate, double share) in answer.TarAtFar) table.AddRow($"TAR at FAR {rate}", Format($"{share:P2}"));
        table.AddRow("Faces not found", Format($"{answer.FacesNotFound}"));
        table.AddRow("Images per second", Format($"{answer.ImagesPerSecond:F1}"));
        table.AddRow("Models", $"{answer.Model.Detector}, {answer.Model.Embedder}");
        _environment.Results.Write(table);
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Answer(
        int Pairs,
        double Accuracy,
        double AccuracyStdErr,
        IReadOnlyDictionary<string, double> TarAtFar,
        int FacesNotFound,
        double ImagesPerSecond,
        ModelIdentity Model);
}
