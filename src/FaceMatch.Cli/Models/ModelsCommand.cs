using System.CommandLine;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Models;

/// <summary><c>facematch models list|restore|verify</c>: the model packs of this machine.</summary>
public sealed class ModelsCommand : Command
{
    public ModelsCommand(CliEnvironment environment)
        : base("models", "Lists, restores and verifies the model packs of this machine.")
    {
        Subcommands.Add(new ModelsListCommand(environment));
        Subcommands.Add(new ModelsRestoreCommand(environment));
        Subcommands.Add(new ModelsVerifyCommand(environment));
    }
}
