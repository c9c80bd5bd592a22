using System.CommandLine;
using FaceMatch.Cli.Terminal;
using FaceMatch.Vision.Models;

namespace FaceMatch.Cli.Models;

/// <summary><c>facematch models verify [PACK]</c></summary>
public sealed class ModelsVerifyCommand : Command
{
    private readonly Argument<string> _pack = ModelsOptions.Pack();
    private readonly Option<bool> _json = ModelsOptions.Json();
    private readonly CliEnvironment _environment;

    public ModelsVerifyCommand(CliEnvironment environment)
        : base("verify", "Proves a pack's weights against its manifest. Exit status 1: a file is not as it must be.")
    {
        _environment = environment;
        Arguments.Add(_pack);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        ModelPack pack = ModelPackStore.Installed().Open(parsed.GetRequiredValue(_pack));
        IReadOnlyList<string> faults = ModelPackVerifier.Faults(pack);
        if (parsed.GetValue(_json))
            _environment.WriteJson(
                new { pack = pack.Manifest.Name, verified = faults.Count == 0, faults, directory = pack.FilesDirectory });
        else if (faults.Count == 0)
            _environment.Output.WriteLine(
                $"Model pack '{pack.Manifest.Name}': {pack.Manifest.Files.Count} files proven in {pack.FilesDirectory}.");
        else
            foreach (string fault in faults) _environment.Say(fault);
        return faults.Count == 0 ? ExitCodes.Ok : ExitCodes.Partly;
    }
}
