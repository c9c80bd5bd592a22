using System.CommandLine;
using FaceMatch.Cli.Terminal;
using FaceMatch.Vision.Models;

namespace FaceMatch.Cli.Models;

/// <summary><c>facematch models restore [PACK]</c></summary>
public sealed class ModelsRestoreCommand : Command
{
    private readonly Argument<string> _pack = ModelsOptions.Pack();
    private readonly Option<bool> _json = ModelsOptions.Json();
    private readonly CliEnvironment _environment;

    public ModelsRestoreCommand(CliEnvironment environment)
        : base("restore", "Fetches a pack's weights by npm, proves them and puts them in place; does nothing when they are there.")
    {
        _environment = environment;
        Arguments.Add(_pack);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ModelPack pack = ModelPackStore.Installed().Open(parsed.GetRequiredValue(_pack));
        string name = pack.Manifest.Name;
        RestoreOutcome outcome = await ModelPackRestorer.RestoreAsync(pack, cancellationToken);
        if (parsed.GetValue(_json))
            _environment.WriteJson(new { pack = name, outcome, directory = pack.FilesDirectory });
        else
            _environment.Output.WriteLine(
                outcome == RestoreOutcome.Restored
                    ? $"Model pack '{name}' restored to {pack.FilesDirectory}; every file is proven."
                    : $"Model pack '{name}' was already restored; every file is proven.");
        return ExitCodes.Ok;
    }
}
