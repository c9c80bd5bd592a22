namespace FaceMatch.Vision.Tests.Support;

/// <summary>The test photographs beside the repository; a test that needs them skips visibly when they are absent.</summary>
internal static class SharedData
{
    public static string Folder(string relative)
    {
        string? root = Environment.GetEnvironmentVariable("FACEMATCH_SHARED");
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); root is null && folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "FaceMatch.sln")))
                root = Path.Combine(folder.Parent!.FullName, "shared");
        string path = Path.Combine(root ?? "shared", "data", relative);
        Assert.SkipUnless(Directory.Exists(path), $"The test data {relative} is not on this machine.");
        return path;
    }
}
