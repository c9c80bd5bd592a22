using System.CommandLine;
using FaceMatch.Cli.Evaluation.Calibrations;
using FaceMatch.Cli.Evaluation.Detectors;
using FaceMatch.Cli.Evaluation.Groups;
using FaceMatch.Cli.Evaluation.OpenSet;
using FaceMatch.Cli.Evaluation.Quality;
using FaceMatch.Cli.Evaluation.Speed;
using FaceMatch.Cli.Evaluation.Verification;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation;

/// <summary><c>facematch evaluate</c>: how well the models do on a labelled set, measured in this process.</summary>
public sealed class EvaluateCommand : Command
{
    public EvaluateCommand(CliEnvironment environment)
        : base("evaluate", "Measures the models on a labelled set of photographs, in this process.")
    {
        Subcommands.Add(new EvaluateVerificationCommand(environment));
        Subcommands.Add(new EvaluateLfwCommand(environment));
        Subcommands.Add(new EvaluateOpenSetCommand(environment));
        Subcommands.Add(new EvaluateDetectionCommand(environment));
        Subcommands.Add(new EvaluateQualityCommand(environment));
        Subcommands.Add(new EvaluateGroupsCommand(environment));
        Subcommands.Add(new EvaluateCalibrationCommand(environment));
        Subcommands.Add(new EvaluateSpeedCommand(environment));
        Subcommands.Add(new EvaluateAllCommand(environment));
    }
}
