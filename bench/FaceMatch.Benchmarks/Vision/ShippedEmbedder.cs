using System.Text.Json.Nodes;
using FaceMatch.Vision;
using FaceMatch.Vision.Models;

namespace FaceMatch.Benchmarks.Vision;

/// <summary>The default pack with its embedder as it is shipped, in a folder of its own: what the rewrites are measured against.</summary>
internal static class ShippedEmbedder
{
    public static FaceVision Load()
    {
        ModelPack rewritten = ModelPackStore.Installed().Open();
        string folder = Directory.CreateTempSubdirectory("facematch-benchmark-").FullName;
        string pack = Directory.CreateDirectory(Path.Combine(folder, "models", rewritten.Manifest.Name)).FullName;
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(rewritten.Directory, ModelPack.ManifestName)))!;
        JsonNode file = manifest["files"]!.AsArray().Single(node => (string?)node!["name"] == rewritten.Manifest.Embedder.File)!;
        file["rewrite"] = "none";
        file["sha256After"] = (string?)file["sha256Before"];
        File.WriteAllText(Path.Combine(pack, ModelPack.ManifestName), manifest.ToJsonString());
        ModelPack shipped = new ModelPackStore(Path.Combine(folder, "models"), Path.Combine(folder, "files")).Open();
        ModelPackRestorer.RestoreAsync(shipped, CancellationToken.None).GetAwaiter().GetResult();
        try
        {
            return FaceVision.Load(shipped);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
