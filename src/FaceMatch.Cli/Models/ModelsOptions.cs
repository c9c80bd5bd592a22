using System.CommandLine;
using FaceMatch.Vision.Models;

namespace FaceMatch.Cli.Models;

/// <summary>What the verbs of <c>facematch models</c> share.</summary>
internal static class ModelsOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print the answer as JSON." };

    public static Argument<string> Pack() => new("PACK")
    {
        Description = $"Name of the model pack; otherwise the one in {ModelPackStore.PackVariable}.",
        DefaultValueFactory = _ => ModelPackStore.ChosenPack(),
    };
}
