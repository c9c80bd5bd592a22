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

    public static Option<int> Seed() => new("--seed")
    {
        Description = "Of everything that is drawn at random: the same seed gives the same figures.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    public static void AtLeastOne(this Option<int> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1) result.AddError($"{option.Name} must be at least 1.");
    });
}
