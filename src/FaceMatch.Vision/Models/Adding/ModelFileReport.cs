using FaceMatch.Vision.Detectors;
using FaceMatch.Vision.Inference;

namespace FaceMatch.Vision.Models.Adding;

/// <summary>What a bare model file looks like, and the manifest that would make a pack of it.</summary>
/// <param name="Opset">Version of the ONNX operators that the graph asks for.</param>
/// <param name="Kind">In words.</param>
/// <param name="Manifest">
/// JSON to start from, the rest taken from the default pack; null when nothing here fits the file. What no file says of
/// itself, such as channel order and mean, is the commonest value and to be checked.
/// </param>
public sealed record ModelFileReport(
    string File, string Sha256, long Opset, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, string Kind, string? Manifest)
{
    /// <summary>Where the five points go in ArcFace's crop of 112 pixels, for other sides in proportion.</summary>
    private const float ArcFaceSide = 112;

    private const int FewestNumbers = 64, MostNumbers = 4096;

    /// <param name="pattern">A pack whose other networks complete the manifest.</param>
    /// <exception cref="ModelPackException">Not an ONNX model, or one that ONNX Runtime cannot load.</exception>
    internal static ModelFileReport Of(string path, byte[] content, PackManifest pattern)
    {
        long opset = OnnxRewriter.OpsetOf(content, path);
        using OnnxModel model = new(content, path);
        (string kind, PackManifest? manifest) = Recognise(path, content, model, pattern);
        return new ModelFileReport(
            Path.GetFileName(path), ModelPackVerifier.Sha256(content), opset, [.. model.Inputs.Select(input => input.ToString())],
            [.. model.Outputs.Select(output => output.ToString())], kind, manifest is null ? null : PackManifestReader.Write(manifest));
    }

    private static (string Kind, PackManifest? Manifest) Recognise(
        string path, byte[] content, OnnxModel model, PackManifest pattern)
    {
        string name = Path.GetFileNameWithoutExtension(path), file = Path.GetFileName(path);
        if (model.Inputs is not [var input] || input.Shape.Count != 4)
            return ("no network of a kind known here: one input of four dimensions is expected", null);
        int side = input.Shape[3] > 0 ? input.Shape[3] : (int)ArcFaceSide;
        if (model.Outputs is [var only] && input.Shape[1] == 1)
            return ($"a landmark network of {only.Columns / 2} points; which of them are eyes, nose and mouth it does not say", null);
        if (model.Outputs is [var embedding] && embedding.Columns is >= FewestNumbers and <= MostNumbers)
        {
            EmbedderSettings embedder = new(
                name, file, [1, 3, side, side], new Normalisation(ChannelOrder.Rgb, 127.5f, 127.5f), embedding.Columns,
                [.. pattern.Embedder.Template.Select(point => (IReadOnlyList<float>)[.. point.Select(value => value * side / ArcFaceSide)])],
                MirrorWeight: 0);
            return (
                $"an embedder of {embedding.Columns} numbers; channels, mean and divisor are not written in the file: see where it comes from",
                Complete(pattern, name, file, content, GraphRewrite.None) with { Embedder = embedder });
        }

        try
        {
            (DetectorSettings detector, GraphRewrite rewrite) = KnownDetectors.Recognise(content, path);
            return (
                $"a detector of kind {detector.Kind.ToString().ToLowerInvariant()}",
                Complete(pattern, name, file, content, rewrite) with { Detector = detector });
        }
        catch (ModelPackException)
        {
            return ("no network of a kind known here", null);
        }
    }

    /// <summary>The pattern's pack with one more file, by hand.</summary>
    private static PackManifest Complete(PackManifest pattern, string name, string file, byte[] content, GraphRewrite rewrite)
    {
        const string Source = "by-hand";
        string hash = ModelPackVerifier.Sha256(content);
        var own = new PackFile(file, Source, file, hash, rewrite, rewrite == GraphRewrite.None ? hash : null);
        return pattern with
        {
            Name = new string([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]),
            Licence = "fill in",
            Sources = new Dictionary<string, PackSource>(pattern.Sources)
            {
                [Source] = new ManualSource("https://fill.in/where-it-comes-from", "fill in"),
            },
            Files = [.. pattern.Files, own],
            Calibration = null,
            Fusion = null,
        };
    }
}
