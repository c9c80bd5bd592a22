using System.CommandLine;
using FaceMatch.Cli.Client;
using FaceMatch.Cli.Connection;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Galleries;
using Spectre.Console;

namespace FaceMatch.Cli.Gallery;

/// <summary><c>facematch gallery reshard --shards N</c></summary>
public sealed class GalleryReshardCommand : Command
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly Option<int> _shards = new("--shards")
    {
        Description = $"How many, 1 to {GalleryGeneration.MostShards}.",
        HelpName = "N",
        Required = true,
    };

    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Come back as soon as it has begun." };
    private readonly ServerConnection _connection;
    private readonly CliEnvironment _environment;

    public GalleryReshardCommand(CliEnvironment environment)
        : base("reshard", "Builds the gallery in another number of shards while searches go on, and waits until they run on it. Ctrl-C ends the waiting only. Exit status 1: it was given up.")
    {
        _environment = environment;
        Options.Add(_shards);
        Options.Add(_noWait);
        _connection = new ServerConnection(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using FaceMatchClient client = _connection.Open(parsed, _environment);
        GalleryView gallery = await client.ReshardAsync(new ReshardRequest(parsed.GetRequiredValue(_shards)), cancellationToken);
        int begun = gallery.Building?.Number ?? gallery.InForce.Number;
        if (!parsed.GetValue(_noWait))
            gallery = await _environment.Talk.Progress().StartAsync(progress => WaitAsync(client, gallery, begun, progress, cancellationToken));
        GalleryReport.Print(gallery, _environment.Output);
        return gallery.Building is not null || gallery.InForce.Number >= begun ? ExitCodes.Ok : ExitCodes.Partly;
    }

    private async Task<GalleryView> WaitAsync(
        FaceMatchClient client, GalleryView gallery, int begun, ProgressContext progress, CancellationToken cancellationToken)
    {
        int shards = gallery.Building?.Shards ?? gallery.InForce.Shards;
        ProgressTask loading = progress.AddTask("Loading shards", maxValue: shards);
        ProgressTask proving = progress.AddTask("Holding them against the truth", maxValue: shards);
        while (gallery.Building is { } building && building.Number == begun)
        {
            (loading.Value, proving.Value) = (building.ShardsLoaded, building.ShardsProven);
            await Task.Delay(BetweenLooks, _environment.Time, cancellationToken);
            gallery = await client.GetGalleryAsync(cancellationToken);
        }

        return gallery;
    }
}
