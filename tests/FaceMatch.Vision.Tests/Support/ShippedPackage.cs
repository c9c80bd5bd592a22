using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Tests.Support;

/// <summary>The default pack's files as they are shipped, for comparing rewritten graphs with what they were.</summary>
internal static class ShippedPackage
{
    private static readonly Lazy<Task<IReadOnlyDictionary<string, byte[]>>> Fetched = new(() => NpmPackage.FetchAsync(
        (NpmSource)TestPack.Installed.Manifest.Sources.Values.Single(), [.. TestPack.Installed.Manifest.Files.Select(file => file.Path)],
        CancellationToken.None));

    public static async Task<IReadOnlyDictionary<string, byte[]>> FilesAsync()
    {
        try
        {
            return await Fetched.Value;
        }
        catch (ModelPackException fault)
        {
            Assert.Skip($"The shipped package cannot be fetched here: {fault.Message}");
            throw;
        }
    }

    public static PackFile Detector =>
        TestPack.Installed.Manifest.Files.Single(file => file.Name == TestPack.Installed.Manifest.Detector.File);
}
