using System.CommandLine;
using FaceMatch.Vision.Models;

namespace FaceMatch.Cli.Evaluation;

/// <summary>What evaluation and calibration share.</summary>
internal static class EvaluationOptions
{
    public static Option<DirectoryInfo> Images(string description) =>
        new Option<DirectoryInfo>("--images") { Description = description, HelpName = "DIR", Required = true }.AcceptExistingOnly();

    public static Option<string> Pack() => new("--pack")
    {
        Description = "Name of the model pack.",
        HelpName = "NAME",
        DefaultValueFactory = _ => ModelPackStore.DefaultPack,
    };
}
