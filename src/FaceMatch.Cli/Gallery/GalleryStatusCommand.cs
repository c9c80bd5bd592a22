using System.CommandLine;
using FaceMatch.Cli.Client;
using FaceMatch.Cli.Connection;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Galleries;

namespace FaceMatch.Cli.Gallery;

/// <summary><c>facematch gallery status</c></summary>
public sealed class GalleryStatusCommand : Command
{
    private readonly Option<bool> _json = new("--json") { Description = "Print the answer of the API as JSON." };
    private readonly ServerConnection _connection;
    private readonly CliEnvironment _environment;

    public GalleryStatusCommand(CliEnvironment environment)
        : base("status", "Shows how many shards are searched and ready, and how far those are that are being built. Exit status 1: a shard is not ready.")
    {
        _environment = environment;
        Options.Add(_json);
        _connection = new ServerConnection(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using FaceMatchClient client = _connection.Open(parsed, _environment);
        GalleryView gallery = await client.GetGalleryAsync(cancellationToken);
        if (parsed.GetValue(_json)) _environment.WriteJson(gallery);
        else GalleryReport.Print(gallery, _environment.Output);
        return gallery.InForce.ShardsReady == gallery.InForce.Shards ? ExitCodes.Ok : ExitCodes.Partly;
    }
}
