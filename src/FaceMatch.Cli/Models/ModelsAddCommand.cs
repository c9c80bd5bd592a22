using System.CommandLine;
using System.Globalization;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Frames;
using FaceMatch.Vision.Models;
using FaceMatch.Vision.Models.Adding;

namespace FaceMatch.Cli.Models;

/// <summary><c>facematch models add PATH</c></summary>
public sealed class ModelsAddCommand : Command
{
    private readonly Argument<string> _path = new("PATH")
    {
        Description = "A folder with model.json and its files, a file that some pack asks for, or any ONNX file to look into.",
    };

    private readonly Option<FileInfo> _image = new Option<FileInfo>("--image")
    {
        Description = "A photograph with a face to try the pack on; otherwise one is drawn.",
        HelpName = "FILE",
    }.AcceptExistingOnly();

    private readonly Option<bool> _json = ModelsOptions.Json();
    private readonly CliEnvironment _environment;

    public ModelsAddCommand(CliEnvironment environment)
        : base(
            "add",
            "Inspects a pack or a model file that you got yourself, proves and runs it, and installs it when all is right. Of an ONNX "
            + "file that no pack names it says what it looks like and prints a manifest to start from. Exit status 5: something is "
            + "wrong, and the sentences say what.")
    {
        _environment = environment;
        Arguments.Add(_path);
        Options.Add(_image);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string path = parsed.GetRequiredValue(_path);
        if (!File.Exists(path) && !Directory.Exists(path)) throw new UsageException($"There is no {path}.");
        using Frame? image = parsed.GetValue(_image) is { } file ? await DecodeAsync(file, cancellationToken) : null;
        PackAddition addition = await PackAdder.AddAsync(ModelPackStore.Installed(), path, image, cancellationToken);
        if (parsed.GetValue(_json)) _environment.WriteJson(addition);
        else Show(addition);
        return addition.Missing.Count == 0 ? ExitCodes.Ok : ExitCodes.Partly;
    }

    private async Task<Frame> DecodeAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            return new FrameDecoder().Decode(
                await File.ReadAllBytesAsync(file.FullName, cancellationToken), _environment.Time.GetUtcNow());
        }
        catch (Exception fault) when (fault is ImageRefusedException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The image {file.FullName} cannot be used: {fault.Message}");
        }
    }

    private void Show(PackAddition addition)
    {
        if (addition.Report is { } report)
        {
            _environment.Say($"{report.File} belongs to no pack here; nothing was installed. It looks like {report.Kind}.");
            _environment.Say($"  takes   {string.Join(", ", report.Inputs)}");
            _environment.Say($"  gives   {string.Join(", ", report.Outputs)}");
            _environment.Say($"  opset   {report.Opset}");
            _environment.Say($"  SHA-256 {report.Sha256}");
            if (report.Manifest is null) return;
            _environment.Say("A manifest to start from: save it as model.json beside the file, check it, and add the folder.");
            _environment.Output.WriteLine(report.Manifest);
            return;
        }

        _environment.Output.WriteLine($"Model pack '{addition.Pack}': installed {string.Join(", ", addition.Installed)}.");
        foreach (string missing in addition.Missing) _environment.Say($"Still missing: {missing}");
        if (addition.Trial is { } trial)
            _environment.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Tried: {trial.FacesFound} faces found, {trial.EmbeddingSize} numbers a face, {trial.MillisecondsPerFace:F1} ms."));
    }
}
