using System.CommandLine;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Audit;

/// <summary><c>facematch audit list|export|verify</c>: the ledger of everything that was done.</summary>
public sealed class AuditCommand : Command
{
    public AuditCommand(CliEnvironment environment)
        : base("audit", "Reads the ledger, takes it away as a file, and proves such a file without a server.")
    {
        Subcommands.Add(new AuditListCommand(environment));
        Subcommands.Add(new AuditExportCommand(environment));
        Subcommands.Add(new AuditVerifyCommand(environment));
    }
}
