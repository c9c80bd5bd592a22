using System.CommandLine;
using System.Globalization;
using FaceMatch.Cli.Models;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Evaluation;
using FaceMatch.Vision;
using FaceMatch.Vision.Models;
using Spectre.Console;

namespace FaceMatch.Cli.Evaluation.OpenSet;

/// <summary><c>facematch evaluate open-set --images DIR</c></summary>
public sealed class EvaluateOpenSetCommand : Command
{
    private readonly Option<DirectoryInfo> _images = EvaluationOptions.Images("Folder with one folder a person.");
    private readonly Option<int> _galleries = new("--galleries")
    {
        Description = "Random galleries to average over.",
        HelpName = "N",
        DefaultValueFactory = _ => 10,
    };

    private readonly Option<int> _seed = EvaluationOptions.Seed();
    private readonly Option<int> _misses = new("--show-misses")
    {
        Description = "Name up to N files of each kind of error with their scores, on standard error, so that a person can look at them.",
        HelpName = "N",
    };

    private readonly Option<string> _pack = EvaluationOptions.Pack();
    private readonly Option<bool> _json = ModelsOptions.Json();
    private readonly CliEnvironment _environment;

    public EvaluateOpenSetCommand(CliEnvironment environment)
        : base(
            "open-set",
            "Identification of people of whom half are enrolled, by one photograph each; the other half are strangers. "
            + "Rates are fractions from 0 to 1, over several random galleries, with intervals by bootstrap over people. A face "
            + "that is not found, enrolled or searched, is a miss.")
    {
        _environment = environment;
        _galleries.AtLeastOne();
        Options.Add(_images);
        Options.Add(_galleries);
        Options.Add(_seed);
        Options.Add(_misses);
        Options.Add(_pack);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        LabelledFolder folder = LabelledFolder.Read(parsed.GetRequiredValue(_images));
        if (folder.People.Count < 4) throw new UsageException($"{folder.Folder.FullName} has fewer than four people.");
        using FaceVision vision = FaceVision.Load(ModelPackStore.Installed().Open(parsed.GetRequiredValue(_pack)));
        EmbeddedSet set = await new ImageEmbedder(vision, _environment).EmbedAsync(
            [.. folder.Images.Select(image => image.File)], cancellationToken);
        OpenSetProtocol protocol = new(parsed.GetValue(_galleries), parsed.GetValue(_seed));
        OpenSetMeasurement measurement = new(protocol, folder, set.Embeddings);
        IReadOnlyList<IReadOnlyList<SearchOutcome>> searches = measurement.Search(cancellationToken);
        OpenSetResult result = measurement.Measure(searches, cancellationToken);
        if (parsed.GetValue(_misses) is > 0 and var most)
            new OpenSetMisses(folder, set, _environment).Show(searches, result, most);
        if (parsed.GetValue(_json)) _environment.WriteJson(new { result, vision.Models });
        else Show(result);
        return ExitCodes.Ok;
    }

    private void Show(OpenSetResult result)
    {
        Table table = new Table().AddColumns("What", "Figure", "95 % interval", "Counted");
        Row("Rank 1", result.Rank1);
        Row("Rank 10", result.Rank10);
        foreach (OpenSetOperatingPoint point in result.FnirAtFpir)
            Row(Format($"FNIR at FPIR {point.Fpir} (cosine {point.Threshold:F3})"), point.Fnir);
        _environment.Results.Write(table);
        void Row(string what, MeasuredRate rate) => table.AddRow(
            what, Format($"{rate.Value:P2}"), Format($"{rate.Interval.Low:P2} to {rate.Interval.High:P2}"), Format($"{rate.Count} of {rate.Of}"));
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
