using System.CommandLine;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Models;

/// <summary><c>facematch models list|restore|verify|add</c>: the model packs of this machine.</summary>
public sealed class ModelsCommand : Command
{
    public ModelsCommand(CliEnvironment environment)
        : base("models", "Lists, restores, verifies and adds the model packs of this machine.")
    {
        Subcommands.Add(new ModelsListCommand(environment));
        Subcommands.Add(new ModelsRestoreCommand(environment));
        Subcommands.Add(new ModelsVerifyCommand(environment));
        Subcommands.Add(new ModelsAddCommand(environment));
        Subcommands.Add(new ModelsQuantiseCommand(environment));
    }
}
