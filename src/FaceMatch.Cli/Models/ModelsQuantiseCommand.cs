using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using FaceMatch.Cli.Evaluation;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Faces;
using FaceMatch.Vision;
using FaceMatch.Vision.Models;
using FaceMatch.Vision.Models.Int8;

namespace FaceMatch.Cli.Models;

/// <summary><c>facematch models quantise PACK --images DIR</c></summary>
public sealed class ModelsQuantiseCommand : Command
{
    /// <summary>More change a range no further, and each takes seconds of all cores.</summary>
    private const int MostFaces = 200;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Argument<string> _pack = new("PACK") { Description = "A pack whose embedder is rewritten to 8 bits." };
    private readonly Option<DirectoryInfo> _images = EvaluationOptions.Images("Folder with one folder a person; a face of each is used.");
    private readonly Option<string> _finder = new("--faces-by")
    {
        Description = "Pack that finds and aligns the faces; it must align as PACK does.",
        HelpName = "NAME",
        DefaultValueFactory = _ => ModelPackStore.DefaultPack,
    };

    private readonly CliEnvironment _environment;

    public ModelsQuantiseCommand(CliEnvironment environment)
        : base(
            "quantise",
            "Measures on your own images what a pack's 8-bit embedder needs to know, writes the plan beside its manifest, and "
            + "restores it. Its embeddings change: calibrate it and enrol anew.")
    {
        _environment = environment;
        Arguments.Add(_pack);
        Options.Add(_images);
        Options.Add(_finder);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ModelPackStore store = ModelPackStore.Installed();
        ModelPack pack = store.Open(parsed.GetRequiredValue(_pack));
        string[] files = [.. SampleOf(parsed.GetRequiredValue(_images))];
        PlannedEmbedder planned;
        using (FaceVision vision = FaceVision.Load(store.Open(parsed.GetRequiredValue(_finder))))
        {
            List<AlignedFace> faces = await new FaceCrops(vision, _environment).CutAsync(files, cancellationToken);
            try
            {
                planned = await EmbedderQuantiser.PlanAsync(pack, faces, cancellationToken);
            }
            finally
            {
                foreach (AlignedFace face in faces) face.Dispose();
            }
        }

        await WriteAsync(pack, planned, cancellationToken);
        await ModelPackRestorer.RestoreAsync(store.Open(pack.Manifest.Name), cancellationToken);
        _environment.Say(
            $"The 8-bit embedder of pack '{pack.Manifest.Name}' is planned from {planned.Plan.Images} faces and restored "
            + $"(SHA-256 {planned.Sha256}). Measure it with 'facematch evaluate', then calibrate it.");
        return ExitCodes.Ok;
    }

    /// <summary>One image of as many people, spread evenly over the folder.</summary>
    private static IEnumerable<string> SampleOf(DirectoryInfo images)
    {
        DirectoryInfo[] people = [.. images.EnumerateDirectories().OrderBy(folder => folder.Name, StringComparer.Ordinal)];
        int step = Math.Max(1, people.Length / MostFaces);
        return people.Where((_, i) => i % step == 0).Take(MostFaces)
            .Select(folder => folder.EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal).FirstOrDefault()?.FullName)
            .OfType<string>();
    }

    private static async Task WriteAsync(ModelPack pack, PlannedEmbedder planned, CancellationToken cancellationToken)
    {
        string path = Path.Combine(pack.Directory, ModelPack.ManifestName);
        try
        {
            JsonNode manifest = JsonNode.Parse(await File.ReadAllTextAsync(path, cancellationToken))!;
            JsonNode file = manifest["files"]!.AsArray().Single(node => (string?)node!["name"] == pack.Manifest.Embedder.File)!;
            file["sha256After"] = planned.Sha256;
            await File.WriteAllTextAsync(Path.Combine(pack.Directory, QuantisationPlan.FileName), planned.Plan.Write(), cancellationToken);
            await File.WriteAllTextAsync(path, manifest.ToJsonString(Indented), cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelPackException($"The pack's folder {pack.Directory} cannot be written: {fault.Message}", fault);
        }
    }
}
