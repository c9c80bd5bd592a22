namespace FaceMatch.Cluster.Membership;

/// <summary>
/// Ends a process that the others took for dead. Not an orderly stop: everything that it owned is another's already, and a stop would ask
/// them about it.
/// </summary>
/// <param name="Now">Does not return in a server; a test sees that it was called.</param>
internal sealed record SelfEnd(Action Now)
{
    /// <summary>EX_TEMPFAIL of sysexits.h: whoever started it starts it again.</summary>
    public const int ExitCode = 75;

    public static readonly SelfEnd OfProcess = new(() => Environment.Exit(ExitCode));
}
