using System.Runtime.InteropServices;
using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Detectors;

/// <summary>Where one frame's faces are gathered; kept from frame to frame.</summary>
internal sealed class DetectionLists
{
    public List<Look> Looks { get; } = [];

    /// <summary>What one look saw, in pixels of its input.</summary>
    public List<Detection> Seen { get; } = [];

    /// <summary>What all looks found, in pixels of the frame.</summary>
    public List<Detection> Found { get; } = [];

    /// <summary>What suppression left, best first.</summary>
    public List<Detection> Kept { get; } = [];

    /// <summary>Indices of <see cref="Found"/>, best first.</summary>
    public List<int> Order { get; } = [];

    /// <summary>The kept, boxes clamped to the frame; those that lie outside are left out.</summary>
    public IReadOnlyList<Detection> Inside(FrameSize frame)
    {
        foreach (ref Detection face in CollectionsMarshal.AsSpan(Kept)) face = face with { Box = face.Box.ClampTo(frame) };
        Kept.RemoveAll(static face => !(face.Box.Area > 0));
        return Kept.Count == 0 ? [] : Kept.ToArray();
    }

    public void Clear()
    {
        Looks.Clear();
        Seen.Clear();
        Found.Clear();
        Kept.Clear();
        Order.Clear();
    }
}
