using FaceMatch.Core.Cameras;

namespace FaceMatch.Server.Cameras;

/// <summary>Kinds and states of cameras as the API names them.</summary>
internal static class CameraKinds
{
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<CameraKind>().Select(ToWire)];

    public static string ToWire(this CameraKind kind) => kind switch
    {
        CameraKind.Fixed => "fixed",
        CameraKind.Vehicle => "vehicle",
        CameraKind.BodyWorn => "body-worn",
        CameraKind.Phone => "phone",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string ToWire(this CameraState state) => state switch
    {
        CameraState.Idle => "idle",
        CameraState.Starting => "starting",
        CameraState.Watching => "watching",
        CameraState.Reconnecting => "reconnecting",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>Reads the name of a kind; case and separators are forgiven.</summary>
    public static bool TryParse(string? name, out CameraKind kind)
    {
        string letters = new([.. (name ?? "").Where(char.IsAsciiLetter)]);
        return Enum.TryParse(letters, ignoreCase: true, out kind) && letters.Length > 0;
    }
}
