using System.Security.Cryptography;
using FaceMatch.EndToEnd.Tests.Harness;

namespace FaceMatch.EndToEnd.Tests;

/// <summary>What a server leaves outside its data folder.</summary>
public sealed class PrivacyTests
{
    [Fact]
    public async Task Oversight_25_A_server_that_has_loaded_its_models_left_nothing_in_the_home_of_its_user()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("facematch-privacy-");
        try
        {
            string home = folder.CreateSubdirectory("home").FullName;
            Dictionary<string, string> settings = new(StringComparer.Ordinal)
            {
                ["HOME"] = home, ["XDG_CACHE_HOME"] = Path.Combine(home, ".cache"), ["ORT_DISABLE_TELEMETRY"] = "0",
            };
            await using (ServerProcess server = await ServerProcess.StartAsync(
                folder.CreateSubdirectory("data").FullName, RandomNumberGenerator.GetHexString(64, lowercase: true), settings))
                Assert.Equal(0, await server.StopAsync());

            // ONNX Runtime's telemetry keeps a number for the machine and what it could not send yet.
            Assert.Empty(Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
