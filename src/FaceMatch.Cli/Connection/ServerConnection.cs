using System.CommandLine;
using FaceMatch.Cli.Client;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Connection;

/// <summary>
/// The options by which a verb finds the server and shows its key. A key never is an option itself: command lines are
/// read by every user of the machine.
/// </summary>
public sealed class ServerConnection
{
    public const string ServerVariable = "FACEMATCH_SERVER";
    public const string KeyVariable = "FACEMATCH_API_KEY";
    public const string ApproverKeyVariable = "FACEMATCH_APPROVER_KEY";

    private const string UsualServer = "http://127.0.0.1:8080";

    private readonly Option<string?> _server = new("--server")
    {
        Description = $"Address of the server. Otherwise {ServerVariable}, otherwise {UsualServer}.",
        HelpName = "URL",
    };

    private readonly Option<FileInfo?> _keyFile = new("--key-file")
    {
        Description = $"File that holds the API key. Otherwise {KeyVariable}.",
        HelpName = "FILE",
    };

    private readonly Option<FileInfo?> _approverKeyFile = new("--approver-key-file")
    {
        Description = $"File that holds the API key of the second person, who approves. Otherwise {ApproverKeyVariable}; without either, approval is left to the console.",
        HelpName = "FILE",
    };

    public ServerConnection(Command command, bool withApprover = false)
    {
        command.Options.Add(_server);
        command.Options.Add(_keyFile);
        if (withApprover) command.Options.Add(_approverKeyFile);
    }

    /// <exception cref="UsageException">No address or no key that can be used.</exception>
    public FaceMatchClient Open(ParseResult parsed, CliEnvironment environment)
    {
        string key = Key(parsed.GetValue(_keyFile), environment, KeyVariable)
            ?? throw new UsageException($"There is no API key. Set {KeyVariable}, or name a file that holds it with --key-file.");
        return new FaceMatchClient(Address(parsed, environment), key);
    }

    /// <summary>A client that speaks for the second person; null when no such key was given.</summary>
    public FaceMatchClient? OpenApprover(ParseResult parsed, CliEnvironment environment) =>
        Key(parsed.GetValue(_approverKeyFile), environment, ApproverKeyVariable) is { } key
            ? new FaceMatchClient(Address(parsed, environment), key)
            : null;

    public Uri Address(ParseResult parsed, CliEnvironment environment)
    {
        string text = parsed.GetValue(_server) ?? Set(environment.Variable(ServerVariable)) ?? UsualServer;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? address
            : throw new UsageException($"'{text}' is not the address of a server; give one like {UsualServer} with --server or {ServerVariable}.");
    }

    private static string? Key(FileInfo? file, CliEnvironment environment, string variable)
    {
        if (file is null) return Set(environment.Variable(variable));
        try
        {
            return Set(File.ReadAllText(file.FullName)) ?? throw new UsageException($"The key file {file.FullName} is empty.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The key file {file.FullName} cannot be read: {fault.Message}");
        }
    }

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
