using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using FaceMatch.EndToEnd.Tests.Harness;
using FaceMatch.Server.Hosting;
using FaceMatch.Vision.Models;

namespace FaceMatch.EndToEnd.Tests;

/// <summary>What in the examples of <c>ops/deploy</c> can be checked without the machines that they are for.</summary>
public sealed partial class DeployTests : IDisposable
{
    /// <summary>Of 100, which is a service that may do anything.</summary>
    private const string HighestExposure = "15";

    private static readonly string[] OnlyToBuild = ["nodejs", "npm"];

    private static readonly string Deploy = Path.Combine(Repository.Root, "ops", "deploy");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("facematch-deploy-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_unit_is_one_that_systemd_takes_and_keeps_the_service_in_its_bounds()
    {
        string unit = Path.Combine(_folder.FullName, "facematch.service");
        string text = await File.ReadAllTextAsync(Path.Combine(Deploy, "systemd", "facematch.service"), Cancel);
        await File.WriteAllTextAsync(unit, text.Replace("/opt/facematch/current/FaceMatch.Server", Repository.ServerProgram, StringComparison.Ordinal), Cancel);

        await PassesAsync("systemd-analyze", "verify", unit);
        await PassesAsync("systemd-analyze", "security", "--offline=true", $"--threshold={HighestExposure}", unit);
    }

    [Fact]
    public async Task The_containers_are_described_as_Compose_wants_them()
    {
        string file = Path.Combine(Deploy, "compose", "compose.yaml");
        if (await RunAsync("docker", "compose", "version") is { ExitCode: 0 }) await PassesAsync("docker", "compose", "-f", file, "config", "--quiet");
        else await PassesAsync("docker-compose", "-f", file, "config", "--quiet");
    }

    [Fact]
    public void Every_setting_that_the_examples_name_is_one_of_the_servers()
    {
        HashSet<string> known = new(StringComparer.Ordinal)
        {
            ServerOptions.DataKey, ServerOptions.UrlsKey, ServerOptions.ManagementUrlsKey, ServerOptions.PackKey, ModelPackStore.FilesVariable,
            ServerOptions.SiloAddressKey, ServerOptions.SiloPortKey, ServerOptions.GatewayPortKey,
            ServerOptions.IndexFolderKey,
        };
        foreach (string file in Directory.EnumerateFiles(Deploy, "*", SearchOption.AllDirectories))
        {
            foreach (Match setting in Settings().Matches(File.ReadAllText(file)))
                Assert.True(known.Contains(setting.Value), $"{file} names {setting.Value}, which no server reads.");
        }
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("compose/Dockerfile")]
    public async Task A_node_gets_the_packages_that_the_server_lives_on(string file)
    {
        BufferedCommandResult needs = await Shell.OpsAsync("source ops/lib/common.sh && runtime_needs");
        string text = await File.ReadAllTextAsync(Path.Combine(Deploy, file), Cancel);
        foreach (string package in needs.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(need => need.Split('=')[^1]).Except(OnlyToBuild))
            Assert.Contains(package, text, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Skips the test where there is no such program.</summary>
    private static async Task PassesAsync(string program, params string[] arguments)
    {
        BufferedCommandResult? run = await RunAsync(program, arguments);
        Assert.SkipWhen(run is null, $"There is no {program} on this machine.");
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {run.ExitCode}: {run.StandardOutput} {run.StandardError}");
        Assert.Empty(run.StandardError);
    }

    /// <returns>Null where there is no such program.</returns>
    private static async Task<BufferedCommandResult?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            return await CliWrap.Cli.Wrap(program).WithArguments(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Cancel);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex("FACEMATCH_[A-Z_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Settings();
}
