using System.CommandLine;
using FaceMatch.Cli.Client;
using FaceMatch.Core.Calibrations;
using FaceMatch.Vision.Models;

namespace FaceMatch.Cli.Terminal;

/// <summary>Runs a command line and turns every expected fault into a sentence and an exit status.</summary>
public static class CommandRun
{
    /// <summary>How long a verb may take to leave things in order after Ctrl-C, such as stopping a deployment.</summary>
    private static readonly TimeSpan TimeToTidyUp = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(
        this RootCommand root, IReadOnlyList<string> args, CliEnvironment environment, CancellationToken cancellationToken = default)
    {
        ParseResult parsed = root.Parse(args);
        InvocationConfiguration invocation = new()
        {
            Output = environment.Output,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeToTidyUp,
        };
        try
        {
            int status = await parsed.InvokeAsync(invocation, cancellationToken);
            return parsed.Errors.Count > 0 ? ExitCodes.Usage : status;
        }
        catch (UsageException fault)
        {
            environment.Say(fault.Message);
            return ExitCodes.Usage;
        }
        catch (ServerRefusedException refusal)
        {
            environment.Say(refusal.Message);
            return ExitCodes.Refused;
        }
        catch (ServerUnreachableException fault)
        {
            environment.Say(fault.Message);
            return ExitCodes.Unreachable;
        }
        catch (Exception fault) when (fault is ModelPackException or CalibrationException)
        {
            environment.Say(fault.Message);
            return ExitCodes.Models;
        }
        catch (OperationCanceledException)
        {
            environment.Say("Interrupted.");
            return ExitCodes.Interrupted;
        }
    }
}
