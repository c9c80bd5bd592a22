using System.CommandLine;
using FaceMatch.Cli.Evaluation.OpenSet;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation;

/// <summary><c>facematch evaluate</c>: how well the models do on a labelled set, measured in this process.</summary>
public sealed class EvaluateCommand : Command
{
    public EvaluateCommand(CliEnvironment environment)
        : base("evaluate", "Measures the models on a labelled set of photographs, in this process.")
    {
        Subcommands.Add(new EvaluateLfwCommand(environment));
        Subcommands.Add(new EvaluateOpenSetCommand(environment));
    }
}
