namespace FaceMatch.Core.Faces;

/// <summary>Turns the bytes of a picture file into pixels.</summary>
public interface IFrameDecoder
{
    /// <summary>
    /// Decodes the first picture of a file, applies its EXIF rotation, flattens alpha onto white and reduces any
    /// depth and colour model to 8-bit BGR. Limits are read from the header before anything is decoded.
    /// </summary>
    /// <param name="enoughSide">
    /// Pixels that the longer side needs. A larger JPEG is decoded to a smaller picture at once, no smaller than this; the frame
    /// then has fewer pixels than the file. Left out, every pixel is decoded.
    /// </param>
    /// <exception cref="ImageRefusedException">Too large, truncated, or not a picture.</exception>
    Frame Decode(ReadOnlyMemory<byte> encoded, DateTimeOffset capturedAt, int? enoughSide = null);

    /// <summary>JPEG of the part of the frame inside the box, for evidence of an alert or a thumbnail.</summary>
    byte[] EncodeJpeg(Frame frame, Box part, int longestSide);
}

/// <summary>
/// The stages of face analysis, one call each, by the models of one pack. Thread-safe; sessions are shared.
/// </summary>
public interface IFaceVision
{
    ModelIdentity Models { get; }

    /// <summary>All faces, best score first, boxes clamped to the frame.</summary>
    /// <param name="smallestFace">
    /// Narrowest face that is wanted, in pixels of the frame; smaller ones may be missed. Left out, <see cref="SmallestFace.InStill"/>.
    /// </param>
    IReadOnlyList<Detection> Detect(Frame frame, float? smallestFace = null);

    /// <summary>The five points of a face that was detected by the same pack.</summary>
    Landmarks Locate(Frame frame, Detection face);

    FaceQuality Assess(Frame frame, Detection detection, Landmarks landmarks, Scrutiny scrutiny);

    /// <summary>Similarity transform of the points onto the template of each of the pack's embedders, then its crop.</summary>
    AlignedFace Align(Frame frame, Landmarks landmarks);

    /// <summary>Writes the L2-normalised embedding.</summary>
    /// <param name="face">A face aligned by the same pack.</param>
    /// <param name="destination">Length is the pack's embedding size.</param>
    /// <returns>
    /// How strongly the network responded, 0 (made nothing out) to 1; null where the pack has no scale for it. See
    /// <see cref="FaceQuality.Confirmed"/>.
    /// </returns>
    double? Embed(AlignedFace face, Span<float> destination);
}

/// <summary>How closely quality looks. Both give the same scales.</summary>
public enum Scrutiny
{
    /// <summary>For a camera's faces, of which every one is assessed in every frame: yaw and pitch from the five points.</summary>
    Glance,

    /// <summary>For stills, which are few: yaw and pitch from the pack's pose network, where it has one.</summary>
    Look,
}

/// <summary>
/// What the pack's embedding is computed from: the face warped onto the template of each embedder that takes part, square
/// BGR crops, zeroed and pooled on dispose like a frame.
/// </summary>
/// <param name="crops">One for each embedder, in the pack's order. Owned.</param>
public sealed class AlignedFace(params Frame[] crops) : IDisposable
{
    public IReadOnlyList<Frame> Crops => crops;

    public void Dispose()
    {
        foreach (Frame crop in crops) crop.Dispose();
    }
}

/// <summary>Follows faces from frame to frame inside one camera. Not thread-safe: one instance a camera.</summary>
public interface IFaceTracker
{
    /// <summary>Associates the detections of the next frame; a track that was not seen for a while is reported ended once.</summary>
    TrackUpdate Update(IReadOnlyList<Detection> detections, DateTimeOffset capturedAt);

    /// <summary>Ends every track, as when a stream stops or the picture cuts.</summary>
    IReadOnlyList<int> EndAll();
}

/// <param name="Assigned">One track number for each detection, in the order given.</param>
/// <param name="Ended">Tracks that ended with this frame.</param>
public sealed record TrackUpdate(IReadOnlyList<int> Assigned, IReadOnlyList<int> Ended);

/// <summary>Reads frames from anything that shows faces: a stream, a device, a file.</summary>
public interface IFrameSource
{
    /// <summary>Frames until the source ends or the token is cancelled. The caller disposes each.</summary>
    /// <exception cref="FrameSourceException">The source cannot be opened or broke; the message never shows credentials.</exception>
    IAsyncEnumerable<Frame> ReadAsync(FrameSourceSettings settings, CancellationToken cancellationToken);
}

/// <param name="Source">Anything ffmpeg reads.</param>
/// <param name="FramesPerSecond">Frames are dropped at the reader beyond this rate.</param>
/// <param name="Loop">Start again at the end of a file.</param>
/// <param name="RealTime">Read a file at its own pace, as if it were live.</param>
public sealed record FrameSourceSettings(string Source, double FramesPerSecond, bool Loop, bool RealTime);

public sealed class FrameSourceException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Why a picture was not accepted, in a form that the API can pass on.</summary>
public enum ImageRefusal
{
    Undecodable,
    TooLarge,
}

public sealed class ImageRefusedException(ImageRefusal reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public ImageRefusal Reason { get; } = reason;
}
