using FaceMatch.Core.Calibrations;
using FaceMatch.Storage;
using FaceMatch.Vision.Models;
using Microsoft.AspNetCore.Connections;

namespace FaceMatch.Server.Hosting;

/// <summary>Turns the faults that an operator can mend into one sentence and an exit code instead of a stack trace.</summary>
public static class StartGuard
{
    private const int Refused = 1;

    public static async Task<int> RunAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception fault) when (Sentence(fault) is not null)
        {
            await System.Console.Error.WriteLineAsync(Sentence(fault));
            return Refused;
        }
    }

    private static string? Sentence(Exception fault) => fault switch
    {
        StartRefusedException or StorageStartException or ModelPackException or CalibrationException => fault.Message,
        IOException { InnerException: AddressInUseException } =>
            $"{fault.Message} Stop the program that listens there, or set {ServerOptions.UrlsKey} or {ServerOptions.ManagementUrlsKey} to another address.",
        _ => null,
    };
}
