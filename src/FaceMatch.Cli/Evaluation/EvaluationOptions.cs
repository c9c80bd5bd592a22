using System.CommandLine;
using FaceMatch.Vision.Models;

namespace FaceMatch.Cli.Evaluation;

/// <summary>What evaluation and calibration share.</summary>
internal static class EvaluationOptions
{
    public const int DefaultSeed = 1;

    public static Option<DirectoryInfo> Images(string description) =>
        new Option<DirectoryInfo>("--images") { Description = description, HelpName = "DIR", Required = true }.AcceptExistingOnly();

    public static Option<string> Pack() => new("--pack")
    {
        Description = $"Name of the model pack; otherwise the one in {ModelPackStore.PackVariable}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => ModelPackStore.ChosenPack(),
    };

    public static Option<FileInfo> Pairs() => new Option<FileInfo>("--pairs")
    {
        Description = "Pairs file in the format of LFW View 2.",
        HelpName = "FILE",
        Required = true,
    }.AcceptExistingOnly();

    public static Option<int> Seed() => new("--seed")
    {
        Description = "Of everything that is drawn at random: the same seed gives the same figures.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultSeed,
    };

    public const double DefaultFmr = 1e-3;

    public static Option<double> Fmr(string description)
    {
        Option<double> option = new("--fmr")
        {
            Description = $"False match rate, above 0 and below 1. {description}",
            HelpName = "RATE",
            DefaultValueFactory = _ => DefaultFmr,
        };
        option.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is > 0 and < 1)) result.AddError("--fmr must be above 0 and below 1.");
        });
        return option;
    }

    public static void AtLeastOne(this Option<int> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1) result.AddError($"{option.Name} must be at least 1.");
    });
}
