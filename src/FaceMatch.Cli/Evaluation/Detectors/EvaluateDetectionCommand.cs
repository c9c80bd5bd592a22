using System.CommandLine;
using FaceMatch.Cli.Evaluation.Report;
using FaceMatch.Cli.Models;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Evaluation;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Detectors;
using FaceMatch.Vision.Frames;
using FaceMatch.Vision.Models;
using Spectre.Console;

namespace FaceMatch.Cli.Evaluation.Detectors;

/// <summary><c>facematch evaluate detection --images DIR --boxes FILE [--detector FILE] [--pack NAME]</c></summary>
public sealed class EvaluateDetectionCommand : Command
{
    private readonly Option<DirectoryInfo> _images = EvaluationOptions.Images("Folder with the pictures.");
    private readonly Option<FileInfo> _boxes = new Option<FileInfo>("--boxes")
    {
        Description = "Marked faces: a JSON list of pictures with boxes, or WIDER FACE's text.",
        HelpName = "FILE",
        Required = true,
    }.AcceptExistingOnly();

    private readonly Option<FileInfo[]> _detectors = new Option<FileInfo[]>("--detector")
    {
        Description = "An ONNX file of a detector; its kind is told by its outputs. May be given more than once.",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
    }.AcceptExistingOnly();

    private readonly Option<string[]> _packs = new("--pack")
    {
        Description = "The detector of a model pack. May be given more than once; without any, the default pack's.",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int[]> _sides = new("--side")
    {
        Description = "One look with this longest side of the input, in pixels. May be given more than once.",
        HelpName = "PIXELS",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<float[]> _smallest = new("--smallest-face")
    {
        Description = "Looks chosen by the narrowest wanted face, in pixels of the picture, as in use. May be given more than once.",
        HelpName = "PIXELS",
        DefaultValueFactory = _ => [SmallestFace.InStill],
    };

    private readonly Option<bool> _json = ModelsOptions.Json();
    private readonly Option<FileInfo> _report = ReportFile.Option();
    private readonly CliEnvironment _environment;

    public EvaluateDetectionCommand(CliEnvironment environment)
        : base(
            "detection",
            "Average precision of face detectors at an IoU of 0.5, recall by the width of the face, and the median time of a "
            + "picture on one thread, side by side on the same pictures. Rates are fractions from 0 to 1.")
    {
        _environment = environment;
        _sides.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>().Any(side => side < 1)) result.AddError("--side must be at least 1.");
        });
        _smallest.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<float[]>().Any(width => !(width >= 1))) result.AddError("--smallest-face must be at least 1.");
        });
        Options.Add(_images);
        Options.Add(_boxes);
        Options.Add(_detectors);
        Options.Add(_packs);
        Options.Add(_sides);
        Options.Add(_smallest);
        Options.Add(_json);
        Options.Add(_report);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        DirectoryInfo images = parsed.GetRequiredValue(_images);
        IReadOnlyList<LabelledPicture> pictures = await ReadBoxesAsync(parsed.GetRequiredValue(_boxes), cancellationToken);
        List<FaceDetector> detectors = [];
        try
        {
            Open(parsed.GetRequiredValue(_packs), parsed.GetRequiredValue(_detectors), detectors);
            DetectorRun[] runs = [.. detectors.SelectMany(detector => (IEnumerable<DetectorRun>)
            [
                .. parsed.GetRequiredValue(_sides).Select(side => new DetectorRun(detector, side, 0, _environment.Time)),
                .. parsed.GetRequiredValue(_smallest).Select(width => new DetectorRun(detector, null, width, _environment.Time)),
            ])];
            await LookAsync(images, pictures, runs, cancellationToken);
            DetectionResult result = new(
                images.Name, pictures.Count(picture => picture.OriginalSize is not null), [.. runs.Select(run => run.Result())]);
            if (parsed.GetValue(_report) is { } file) await WriteAsync(file, parsed, images, pictures, result, cancellationToken);
            if (parsed.GetValue(_json)) _environment.WriteJson(result);
            else DetectionTable.Show(result, _environment.Results);
            return ExitCodes.Ok;
        }
        finally
        {
            detectors.ForEach(detector => detector.Dispose());
        }
    }

    private async Task WriteAsync(
        FileInfo file, ParseResult parsed, DirectoryInfo images, IReadOnlyList<LabelledPicture> pictures, DetectionResult result,
        CancellationToken cancellationToken)
    {
        ModelPack pack = ModelPackStore.Installed().Open(parsed.GetRequiredValue(_packs).FirstOrDefault(ModelPackStore.DefaultPack));
        UsedImages set = await UsedImages.OfAsync(
            images, [.. pictures.Select(picture => Path.Combine(images.FullName, picture.File))], cancellationToken);
        UsedFile[] detectors = [.. parsed.GetRequiredValue(_detectors).Select(UsedFile.Of)];
        await ReportFile.WriteAsync(
            file, RunRecord.Of(pack, ReportFile.CommandLineOf(parsed), _environment.Time.GetUtcNow()), [set],
            [DetectionSection.Of(result, detectors)], _environment, cancellationToken);
    }

    private static void Open(string[] packs, FileInfo[] files, List<FaceDetector> opened)
    {
        if (packs.Length == 0 && files.Length == 0) packs = [ModelPackStore.DefaultPack];
        foreach (string pack in packs) opened.Add(FaceDetector.Open(ModelPackStore.Installed().Open(pack)));
        foreach (FileInfo file in files) opened.Add(FaceDetector.OpenFile(file.FullName));
    }

    /// <summary>One picture after another on one thread, each run turn about, so that other work on the machine meets all alike.</summary>
    private Task LookAsync(
        DirectoryInfo images, IReadOnlyList<LabelledPicture> pictures, DetectorRun[] runs, CancellationToken cancellationToken) =>
        _environment.Talk.Progress().StartAsync(async progress =>
        {
            ProgressTask bar = progress.AddTask("Looking for faces", maxValue: pictures.Count);
            foreach (LabelledPicture picture in pictures)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using Frame stored = await DecodeAsync(Path.Combine(images.FullName, picture.File), cancellationToken);
                LabelledPicture restored = picture.Restored(stored.Size);
                using Frame? original = picture.OriginalSize is { } size ? FrameScaler.To(stored, size) : null;
                foreach (DetectorRun run in runs) run.Look(original ?? stored, restored);
                bar.Increment(1);
            }
        });

    private async Task<Frame> DecodeAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return new FrameDecoder().Decode(await File.ReadAllBytesAsync(file, cancellationToken), _environment.Time.GetUtcNow());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The image {file} cannot be read: {fault.Message}");
        }
        catch (ImageRefusedException fault)
        {
            throw new UsageException($"The image {file} cannot be used. {fault.Message}");
        }
    }

    private static async Task<IReadOnlyList<LabelledPicture>> ReadBoxesAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<LabelledPicture> pictures = DetectionLabels.Parse(await File.ReadAllTextAsync(file.FullName, cancellationToken));
            return pictures.Count > 0 ? pictures : throw new UsageException($"{file.FullName} names no picture.");
        }
        catch (FormatException fault)
        {
            throw new UsageException($"{file.FullName} holds no marked faces. {fault.Message}");
        }
    }
}
