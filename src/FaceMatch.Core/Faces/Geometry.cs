using System.Text.Json.Serialization;

namespace FaceMatch.Core.Faces;

/// <summary>Width and height of a picture in pixels, after EXIF rotation.</summary>
public readonly record struct FrameSize(int Width, int Height);

/// <summary>A position in pixels of the source picture; the centre of the first pixel is (0.5, 0.5).</summary>
public readonly record struct PixelPoint(float X, float Y);

/// <summary>An axis-aligned box in pixels of the source picture, after EXIF rotation.</summary>
public readonly record struct Box(float X, float Y, float Width, float Height)
{
    public float Right => X + Width;

    public float Bottom => Y + Height;

    public float Area => Math.Max(0, Width) * Math.Max(0, Height);

    public PixelPoint Centre => new(X + (Width / 2), Y + (Height / 2));

    /// <summary>Intersection over union with another box, 0 (apart) to 1 (equal).</summary>
    public float IntersectionOverUnion(Box other)
    {
        float intersection = Intersection(other);
        return intersection > 0 ? intersection / (Area + other.Area - intersection) : 0;
    }

    /// <summary>How much of the smaller of two boxes lies in the other, 0 (apart) to 1 (inside).</summary>
    public float CoverOfSmaller(Box other)
    {
        float intersection = Intersection(other);
        return intersection > 0 ? intersection / Math.Min(Area, other.Area) : 0;
    }

    /// <summary>The part of the box that lies inside the picture.</summary>
    public Box ClampTo(FrameSize frame)
    {
        float left = Math.Clamp(X, 0, frame.Width);
        float top = Math.Clamp(Y, 0, frame.Height);
        float right = Math.Clamp(Right, left, frame.Width);
        float bottom = Math.Clamp(Bottom, top, frame.Height);
        return new Box(left, top, right - left, bottom - top);
    }

    private float Intersection(Box other)
    {
        float width = Math.Min(Right, other.Right) - Math.Max(X, other.X);
        float height = Math.Min(Bottom, other.Bottom) - Math.Max(Y, other.Y);
        return width > 0 && height > 0 ? width * height : 0;
    }
}

/// <summary>
/// Five points of a face in pixels of the source picture. Left and right are as seen in the picture, so the left eye
/// is the one nearer to the picture's left edge in an upright frontal face.
/// </summary>
public readonly record struct Landmarks(
    PixelPoint LeftEye, PixelPoint RightEye, PixelPoint Nose, PixelPoint LeftMouth, PixelPoint RightMouth)
{
    /// <summary>
    /// Every point of the landmark network, by its own numbering, for an embedder that is aligned by more than the five;
    /// empty when the pack has no such embedder, or no landmark network. Never part of an answer or a record.
    /// </summary>
    [JsonIgnore]
    public ReadOnlyMemory<PixelPoint> All { get; init; }
}
