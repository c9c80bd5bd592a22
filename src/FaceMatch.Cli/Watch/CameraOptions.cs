using System.CommandLine;
using FaceMatch.Cli.Client;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Cameras;

namespace FaceMatch.Cli.Watch;

/// <summary>Which camera a source is: one that is there already by its name, or a new one.</summary>
public sealed class CameraOptions
{
    private const string UsualUnit = "command line";

    private readonly Option<string?> _name = new("--camera") { Description = "Name of the camera; one of that name is used again. Otherwise named after the source.", HelpName = "NAME" };
    private readonly Option<string> _kind = new("--kind") { Description = "fixed, vehicle, bodyWorn or phone.", HelpName = "KIND", DefaultValueFactory = _ => "fixed" };
    private readonly Option<string?> _zone = new("--zone") { Description = "Where the camera looks. Otherwise the area.", HelpName = "TEXT" };
    private readonly Option<string> _unit = new("--unit") { Description = "The unit whose camera it is.", HelpName = "TEXT", DefaultValueFactory = _ => UsualUnit };

    public CameraOptions(Command command)
    {
        command.Options.Add(_name);
        command.Options.Add(_kind);
        command.Options.Add(_zone);
        command.Options.Add(_unit);
    }

    /// <returns>Id of the camera.</returns>
    /// <exception cref="UsageException">The file is not there, or a camera of that name reads something else.</exception>
    public async Task<string> FindOrCreateAsync(
        ParseResult parsed, string source, string area, FaceMatchClient client, CancellationToken cancellationToken)
    {
        string address = Address(source);
        string name = parsed.GetValue(_name) ?? NameOf(address);
        IReadOnlyList<CameraView> cameras = await client.ListCamerasAsync(cancellationToken);
        if (cameras.FirstOrDefault(camera => string.Equals(camera.Name, name, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return known.Source == WithoutCredentials(address)
                ? known.Id
                : throw new UsageException($"The camera '{name}' reads {known.Source ?? "pushed frames"}, not {WithoutCredentials(address)}. Give this one another name with --camera.");
        }

        CreatedCamera created = await client.CreateCameraAsync(
            new CreateCameraRequest(name, parsed.GetValue(_kind), address, parsed.GetValue(_zone) ?? area, parsed.GetValue(_unit)), cancellationToken);
        return created.Id;
    }

    /// <summary>The server runs elsewhere than this shell stands: a file is named by its whole path.</summary>
    private static string Address(string source)
    {
        if (source.Contains("://", StringComparison.Ordinal)) return source;
        return File.Exists(source) ? Path.GetFullPath(source) : throw new UsageException($"There is no file {Path.GetFullPath(source)}.");
    }

    private static string NameOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && !uri.IsFile ? uri.Host + uri.AbsolutePath.TrimEnd('/') : Path.GetFileName(address);

    private static string WithoutCredentials(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.UserInfo.Length > 0
            ? new UriBuilder(uri) { UserName = "", Password = "" }.Uri.ToString()
            : address;
}
