using System.CommandLine;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Gallery;

/// <summary><c>facematch gallery status|reshard|give-up</c>: the shards that the gallery is searched in.</summary>
public sealed class GalleryCommand : Command
{
    public GalleryCommand(CliEnvironment environment)
        : base("gallery", "Shows the shards that the gallery is searched in, and builds it in another number of them.")
    {
        Subcommands.Add(new GalleryStatusCommand(environment));
        Subcommands.Add(new GalleryReshardCommand(environment));
        Subcommands.Add(new GalleryGiveUpCommand(environment));
    }
}
