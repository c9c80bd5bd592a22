using System.CommandLine;
using FaceMatch.Vision;
using FaceMatch.Vision.Models;

namespace FaceMatch.LoadTest.Faces;

/// <summary>What the commands that run the face line have in common.</summary>
internal static class FaceOptions
{
    public static Option<DirectoryInfo> Images() => new("--images")
    {
        DefaultValueFactory = _ => new DirectoryInfo("../shared/data/lfw-dev"),
        Description = "Folder of photographs of one face each, in folders of their own or not",
    };

    public static Option<string> Pack() => new("--pack") { DefaultValueFactory = _ => "default", Description = "Restored model pack" };

    public static Option<int> WorkerCount() => new("--workers")
    {
        DefaultValueFactory = _ => Environment.ProcessorCount,
        Description = "Threads; one a core is the right number",
    };

    public static FaceVision Load(string pack) => FaceVision.Load(ModelPackStore.Installed().Open(pack));
}
