using FaceMatch.Core.Accounts;

namespace FaceMatch.Core.Cameras;

public enum CameraKind
{
    Fixed,
    Vehicle,
    BodyWorn,
    Phone,
}

public sealed class Camera
{
    private Camera()
    {
    }

    public Camera(string name, CameraKind kind, string? source, string zone, string unit, Guid createdBy, DateTimeOffset createdAt)
    {
        Id = Guid.CreateVersion7(createdAt);
        Name = name;
        Kind = kind;
        Source = source;
        Zone = zone;
        Unit = unit;
        CreatedBy = createdBy;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public CameraKind Kind { get; private set; }

    /// <summary>Anything ffmpeg reads; null for a camera that pushes. May hold a password: never shown or logged whole.</summary>
    public string? Source { get; private set; }

    public string Zone { get; private set; } = "";

    public string Unit { get; private set; } = "";

    public Guid CreatedBy { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
}

/// <param name="Source">Without user name and password.</param>
/// <param name="Stopped">By order (oversight rule 23), alone or with everything.</param>
public sealed record CameraView(
    string Id, string Name, string Kind, string? Source, string Zone, string Unit, string State, string? StateReason,
    string? DeploymentId, long FramesAnalysed, long FacesSeen, long FramesDropped, DateTimeOffset? LastFrameAt, bool Stopped = false);

public sealed record CreateCameraRequest(string? Name, string? Kind, string? Source, string? Zone, string? Unit);

public sealed record CreatedCamera(string Id);

public interface ICameraService
{
    Task<CreatedCamera> CreateAsync(Actor actor, CreateCameraRequest request, CancellationToken cancellationToken);

    Task<IReadOnlyList<CameraView>> ListAsync(Actor actor, CancellationToken cancellationToken);

    /// <exception cref="Refusals.RefusalException"><c>no-live-deployment</c>, <c>busy</c> (with a time to retry).</exception>
    Task PushFrameAsync(Actor actor, Guid cameraId, ReadOnlyMemory<byte> jpeg, DateTimeOffset? capturedAt, CancellationToken cancellationToken);
}
