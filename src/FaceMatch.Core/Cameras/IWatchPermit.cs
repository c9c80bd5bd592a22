namespace FaceMatch.Core.Cameras;

/// <summary>
/// Whether this node may read cameras at this moment. A node that was paused or cut off may have lost its cameras to another
/// without having heard of it: then it may not, until it has made sure.
/// </summary>
public interface IWatchPermit
{
    /// <summary>Told by the clock alone, so that it can be asked at every frame.</summary>
    bool Holds { get; }
}
