using System.Diagnostics;
using FaceMatch.EndToEnd.Tests.Harness;

namespace FaceMatch.EndToEnd.Tests.Cameras;

/// <summary>A real RTSP server (GStreamer's) in a process of its own.</summary>
internal sealed class RtspServer : IAsyncDisposable
{
    /// <summary>The system's Python, which has the GStreamer bindings of the Debian packages.</summary>
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;

    private RtspServer(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    public string Address { get; }

    public static async Task<RtspServer> StartAsync(string video)
    {
        Process process = Process.Start(new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Cameras", "rtsp.py"), video])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
        })!;
        string? address = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return new RtspServer(
            process, address ?? throw new InvalidOperationException("The RTSP server did not start; ops/test installs what it needs (python3-gi, gir1.2-gst-rtsp-server-1.0)."));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
