using System.Net;
using System.Net.Sockets;
using CliWrap;
using CliWrap.Buffered;
using FaceMatch.EndToEnd.Tests.Harness;

namespace FaceMatch.EndToEnd.Tests;

/// <summary>What the scripts in <c>ops</c> decide for themselves.</summary>
public sealed class ScriptsTests
{
    [Fact]
    public async Task A_test_run_counts_what_the_reports_say_and_an_error_outside_a_test_as_a_failure()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("facematch-reports-");
        try
        {
            await WriteAsync(folder, "a.xml", """<assembly name="a" total="5" passed="3" failed="1" skipped="1" not-run="0" errors="0">""");
            await WriteAsync(folder, "b.xml", """<assembly name="b" errors="1" passed="2" failed="0" skipped="0" total="2"><test failed="9" /></assembly>""");

            BufferedCommandResult sum = await Shell.OpsAsync($"source ops/lib/counts.sh && sum_reports '{folder.FullName}'/*.xml");

            Assert.Equal("5 2 1", sum.StandardOutput.Trim());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_taken_port_is_told_before_anything_is_installed_or_built()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        BufferedCommandResult run = await CliWrap.Cli.Wrap(Path.Combine(Repository.Root, "ops", "run"))
            .WithEnvironmentVariables(set => set.Set("FACEMATCH_URLS", $"http://127.0.0.1:{port}"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $"Something listens on http://127.0.0.1:{port} already: another FaceMatch, perhaps. Stop it, or choose another address: FACEMATCH_URLS=http://127.0.0.1:{port + 1} ops/run",
            run.StandardError.Trim());
    }

    [Fact]
    public async Task Without_the_SDK_a_start_says_how_to_get_it()
    {
        BufferedCommandResult run = await CliWrap.Cli.Wrap("/bin/bash")
            .WithArguments(["-c", "source ops/lib/common.sh; command() { return 1; }; require_sdk"])
            .WithWorkingDirectory(Repository.Root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(".NET 10 SDK", run.StandardError, StringComparison.Ordinal);
        Assert.Contains("https://learn.microsoft.com/dotnet/core/install/linux-debian", run.StandardError, StringComparison.Ordinal);
    }

    private static Task WriteAsync(DirectoryInfo folder, string name, string content) =>
        File.WriteAllTextAsync(Path.Combine(folder.FullName, name), content, TestContext.Current.CancellationToken);
}
