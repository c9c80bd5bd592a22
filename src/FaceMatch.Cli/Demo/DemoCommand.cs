using System.CommandLine;
using FaceMatch.Cli.Client;
using FaceMatch.Cli.Connection;
using FaceMatch.Cli.Terminal;
using Spectre.Console;

namespace FaceMatch.Cli.Demo;

/// <summary><c>facematch demo</c>: what <c>ops/run --demo</c> calls once the server is up.</summary>
public sealed class DemoCommand : Command
{
    private const string BootstrapKeyFile = "bootstrap-key";
    private const string BootstrapKeyVariable = "FACEMATCH_BOOTSTRAP_KEY";

    private readonly Option<DirectoryInfo> _data = new Option<DirectoryInfo>("--data")
    {
        Description = "The server's data directory, for the bootstrap key and the demonstration's own accounts.",
        HelpName = "DIR",
        Required = true,
    }.AcceptExistingOnly();

    private readonly Option<DirectoryInfo> _pictures = new Option<DirectoryInfo>("--pictures")
    {
        Description = "Folder with people/REFERENCE/*.jpg and camera.mp4.",
        HelpName = "DIR",
        Required = true,
    }.AcceptExistingOnly();

    private readonly ServerConnection _connection;
    private readonly CliEnvironment _environment;

    public DemoCommand(CliEnvironment environment)
        : base("demo", "Fills an empty server with a demonstration: accounts, a watchlist, a camera and a live deployment.")
    {
        _environment = environment;
        Options.Add(_data);
        Options.Add(_pictures);
        _connection = new ServerConnection(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        DirectoryInfo data = parsed.GetRequiredValue(_data);
        Uri server = _connection.Address(parsed, _environment);
        DemoState state = DemoState.Load(data);
        using FaceMatchClient bootstrap = new(server, BootstrapKey(data));
        await new DemoSeeder(server, parsed.GetRequiredValue(_pictures), state, _environment.Time).SeedAsync(bootstrap, cancellationToken);
        Print(state, data);
        return ExitCodes.Ok;
    }

    private string BootstrapKey(DirectoryInfo data)
    {
        if (_environment.Variable(BootstrapKeyVariable) is { Length: > 0 } key) return key;
        string file = Path.Combine(data.FullName, BootstrapKeyFile);
        return File.Exists(file)
            ? File.ReadAllText(file).Trim()
            : throw new UsageException($"There is no {file}. Name the data directory that the server uses, or set {BootstrapKeyVariable}.");
    }

    private void Print(DemoState state, DirectoryInfo data)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("Sign in as", "Password", "Role");
        foreach (DemoAccount account in state.Accounts.Values.Where(account => account.Password is not null))
            table.AddRow(account.Name, account.Password!, string.Join(", ", account.Roles));
        _environment.Results.Write(table);
        _environment.Output.WriteLine($"Their API keys, and that of the phone that may push frames, are in {Path.Combine(data.FullName, DemoState.FileName)}.");
        _environment.Output.WriteLine("Alerts appear in the console within a minute. reviewer-1 and reviewer-2 judge them, each without seeing the other.");
    }
}
