using System.CommandLine;
using System.Globalization;
using FaceMatch.Cli.Models;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Calibrations;
using FaceMatch.Vision;
using FaceMatch.Vision.Models;

namespace FaceMatch.Cli.Evaluation.Calibrations;

/// <summary><c>facematch calibrate --images DIR --output FILE</c>: how often two different people reach a score, and one person misses it.</summary>
public sealed class CalibrateCommand : Command
{
    private readonly Option<DirectoryInfo> _images = EvaluationOptions.Images("Folder with one folder a person.");
    private readonly Option<FileInfo> _output = new("--output") { Description = "The calibration file to write.", HelpName = "FILE", Required = true };
    private readonly Option<string?> _id = new("--id") { Description = "Name of the calibration; otherwise PACK-FOLDER-YEAR-MONTH.", HelpName = "NAME" };
    private readonly Option<string?> _source = new("--source") { Description = "The set of photographs in words, for the record.", HelpName = "TEXT" };
    private readonly Option<int> _closest = new("--show-closest")
    {
        Description = "Name so many pairs of folders that look most alike: look at them, people are filed under two names.",
        HelpName = "N",
    };

    private readonly Option<FileInfo> _exclude = ExcludedPairs.Option();
    private readonly Option<string> _pack = EvaluationOptions.Pack();
    private readonly Option<bool> _json = ModelsOptions.Json();
    private readonly CliEnvironment _environment;

    public CalibrateCommand(CliEnvironment environment)
        : base(
            "calibrate",
            "Compares every image with every other and writes the table from cosine to false match rate, with the false "
            + "non-match rate beside it, for models/PACK/calibration.json. The file holds aggregate numbers only.")
    {
        _environment = environment;
        Options.Add(_images);
        Options.Add(_output);
        Options.Add(_id);
        Options.Add(_source);
        Options.Add(_closest);
        Options.Add(_exclude);
        Options.Add(_pack);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        DirectoryInfo images = parsed.GetRequiredValue(_images);
        LabelledFolder people = LabelledFolder.Read(images);
        IReadOnlySet<PeoplePair> excluded = await ExcludedPairs.ReadAsync(parsed.GetValue(_exclude), cancellationToken);
        string pack = parsed.GetRequiredValue(_pack);
        using FaceVision vision = FaceVision.Load(ModelPackStore.Installed().Open(pack));
        EmbeddedSet set = await new ImageEmbedder(vision, _environment).EmbedAsync(
            [.. people.Images.Select(image => image.File)], cancellationToken);
        (string Person, float[] Vector)[] faces = [.. people.Images.Zip(set.Embeddings)
            .Where(pair => pair.Second is not null).Select(pair => (people.People[pair.First.Person], pair.Second!))];
        ComparisonScores scores = ComparisonScores.Count(faces, excluded, cancellationToken);
        foreach ((PeoplePair pair, float cosine) in scores.Closest.Take(parsed.GetValue(_closest)))
            _environment.Say($"{cosine.ToString("F4", CultureInfo.InvariantCulture)} {pair.First},{pair.Second}");

        string month = _environment.Time.GetUtcNow().ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var calibration = new Calibration(
            new CalibrationProvenance(
                parsed.GetValue(_id) ?? $"{pack}-{images.Name}-{month}",
                pack,
                vision.Models.Embedder,
                parsed.GetValue(_source) ?? images.Name,
                faces.DistinctBy(face => face.Person).Count(),
                faces.Length,
                set.FacesNotFound,
                scores.Counts.Comparisons,
                CalibrationBuilder.LargestGalleryFor(scores.Counts.Comparisons),
                excluded.Count,
                scores.Counts.GenuineComparisons),
            scores.Counts.Points());
        await WriteAsync(parsed.GetRequiredValue(_output), calibration, cancellationToken);
        if (parsed.GetValue(_json)) _environment.WriteJson(calibration.Provenance);
        else CalibrationTable.Write(calibration, _environment);
        return ExitCodes.Ok;
    }

    private async Task WriteAsync(FileInfo file, Calibration calibration, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file.FullName, CalibrationJson.Write(calibration), cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file.FullName} cannot be written: {fault.Message}");
        }

        _environment.Say(
            $"Calibration '{calibration.Id}' from {calibration.Comparisons} comparisons written to {file.FullName}.");
    }
}
