using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Detectors;

/// <summary>One run of the network: a part of the frame, and the size at which it is looked at.</summary>
/// <param name="X">Left edge of the part, in whole pixels of the frame, as the next three.</param>
/// <param name="InputWidth">Of the part as the network sees it, before padding.</param>
/// <param name="LargestFace">Wider faces, in pixels of the frame, are left to a coarser look.</param>
internal readonly record struct Look(int X, int Y, int Width, int Height, int InputWidth, int InputHeight, float LargestFace)
{
    /// <summary>A box this near to a tile's inner edge, in pixels of the input, is taken to be cut by it.</summary>
    private const float EdgePixels = 1.5f;

    /// <summary>
    /// Whether another look sees the face better: a coarser one if it is large, the neighbouring tile if it is cut.
    /// </summary>
    /// <param name="face">In pixels of the frame.</param>
    public bool LeavesToOthers(Box face, FrameSize frame)
    {
        if (face.Width > LargestFace) return true;
        float across = EdgePixels * Width / InputWidth, down = EdgePixels * Height / InputHeight;
        return (X > 0 && face.X < X + across) || (X + Width < frame.Width && face.Right > X + Width - across)
            || (Y > 0 && face.Y < Y + down) || (Y + Height < frame.Height && face.Bottom > Y + Height - down);
    }

    /// <summary>From pixels of the input to pixels of the frame.</summary>
    public Detection ToFrame(Detection face)
    {
        float across = (float)Width / InputWidth, down = (float)Height / InputHeight;
        Box box = face.Box;
        return face with
        {
            Box = new Box(X + (box.X * across), Y + (box.Y * down), box.Width * across, box.Height * down),
            Landmarks = face.Landmarks is { } points
                ? new Landmarks(
                    ToFrame(points.LeftEye), ToFrame(points.RightEye), ToFrame(points.Nose), ToFrame(points.LeftMouth),
                    ToFrame(points.RightMouth))
                : null,
        };
    }

    private PixelPoint ToFrame(PixelPoint point) =>
        new(X + (point.X * Width / InputWidth), Y + (point.Y * Height / InputHeight));
}
