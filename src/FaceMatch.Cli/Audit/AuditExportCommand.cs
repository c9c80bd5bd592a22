using System.CommandLine;
using FaceMatch.Cli.Client;
using FaceMatch.Cli.Connection;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Audit;

/// <summary><c>facematch audit export --output FILE</c></summary>
public sealed class AuditExportCommand : Command
{
    private readonly Option<FileInfo> _output = new("--output") { Description = "The file to make. It must not be there yet.", HelpName = "FILE", Required = true };
    private readonly ServerConnection _connection;
    private readonly CliEnvironment _environment;

    public AuditExportCommand(CliEnvironment environment)
        : base("export", "Writes the whole ledger to a file that facematch audit verify proves. The export is itself an entry of the ledger.")
    {
        _environment = environment;
        Options.Add(_output);
        _connection = new ServerConnection(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        FileInfo output = parsed.GetRequiredValue(_output);
        using FaceMatchClient client = _connection.Open(parsed, _environment);
        try
        {
            await using FileStream file = new(output.FullName, FileMode.CreateNew, FileAccess.Write);
            await WriteAsync(client, file, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file {output.FullName} cannot be written: {fault.Message}");
        }

        _environment.Output.WriteLine($"Written to {output.FullName}. Prove it with: facematch audit verify {output.Name}");
        return ExitCodes.Ok;
    }

    private static async Task WriteAsync(FaceMatchClient client, FileStream file, CancellationToken cancellationToken)
    {
        try
        {
            await client.ExportAuditAsync(file, cancellationToken);
            await file.FlushAsync(cancellationToken);
        }
        catch
        {
            // A part of a ledger proves nothing, and would stand in the way of the next try.
            File.Delete(file.Name);
            throw;
        }
    }
}
