using System.CommandLine;
using FaceMatch.Cli.Terminal;
using FaceMatch.Vision.Models;
using Spectre.Console;

namespace FaceMatch.Cli.Models;

/// <summary><c>facematch models list</c></summary>
public sealed class ModelsListCommand : Command
{
    private readonly Option<bool> _json = ModelsOptions.Json();
    private readonly CliEnvironment _environment;

    public ModelsListCommand(CliEnvironment environment)
        : base("list", "Shows every model pack, where it comes from and whether it is ready.")
    {
        _environment = environment;
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var store = ModelPackStore.Installed();
        Row[] rows = [.. store.Names().Select(name => Row.Of(store.Open(name)))];
        if (parsed.GetValue(_json))
        {
            _environment.WriteJson(rows);
            return ExitCodes.Ok;
        }

        Table table = new Table().AddColumns("Pack", "Detector", "Embedder", "Calibration", "Licence", "Source", "Ready");
        foreach (Row row in rows)
            table.AddRow(
                row.Pack, row.Detector, row.Embedder, row.Calibration, row.Licence, row.Source,
                row.Ready ? "yes" : "no: facematch models restore");
        _environment.Results.Write(table);
        return ExitCodes.Ok;
    }

    private sealed record Row(
        string Pack, string Detector, string Embedder, string Calibration, string Licence, string Source,
        string Directory, bool Ready)
    {
        public static Row Of(ModelPack pack)
        {
            PackManifest manifest = pack.Manifest;
            return new Row(
                manifest.Name, manifest.Detector.Name, manifest.EmbedderName, manifest.Calibration ?? "none", manifest.Licence,
                string.Join(", ", manifest.Sources.Values), pack.FilesDirectory,
                ModelPackVerifier.Faults(pack).Count == 0);
        }
    }
}
