namespace FaceMatch.LoadTest;

/// <summary>Room on the disk for one run.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("facematch-loadtest-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
