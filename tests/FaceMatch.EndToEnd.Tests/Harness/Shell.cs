using CliWrap;
using CliWrap.Buffered;

namespace FaceMatch.EndToEnd.Tests.Harness;

/// <summary>Runs programs as a person at a shell does.</summary>
internal static class Shell
{
    public static Task<BufferedCommandResult> FaceMatchAsync(Station station, params string[] arguments) =>
        CliWrap.Cli.Wrap(Repository.CliProgram)
            .WithArguments(arguments)
            .WithEnvironmentVariables(station.Variables)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    /// <summary>A piece of script with the words of <c>ops/lib</c>, standing in the repository.</summary>
    public static Task<BufferedCommandResult> OpsAsync(string script) =>
        CliWrap.Cli.Wrap("bash")
            .WithArguments(["-c", script])
            .WithWorkingDirectory(Repository.Root)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
