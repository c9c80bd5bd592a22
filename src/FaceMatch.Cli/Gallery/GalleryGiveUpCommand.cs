using System.CommandLine;
using FaceMatch.Cli.Client;
using FaceMatch.Cli.Connection;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Galleries;

namespace FaceMatch.Cli.Gallery;

/// <summary><c>facematch gallery give-up</c></summary>
public sealed class GalleryGiveUpCommand : Command
{
    private readonly ServerConnection _connection;
    private readonly CliEnvironment _environment;

    public GalleryGiveUpCommand(CliEnvironment environment)
        : base("give-up", "Gives up the shards that are being built. Searches never ran on them.")
    {
        _environment = environment;
        _connection = new ServerConnection(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using FaceMatchClient client = _connection.Open(parsed, _environment);
        GalleryView gallery = await client.GetGalleryAsync(cancellationToken);
        if (gallery.Building is not { } building) throw new UsageException("Nothing is being built that could be given up.");
        GalleryReport.Print(await client.GiveUpGenerationAsync(building.Number, cancellationToken), _environment.Output);
        return ExitCodes.Ok;
    }
}
