using FaceMatch.Core.Faces;

namespace FaceMatch.Pipeline;

/// <summary>The part of a frame that an alert shows: the face with enough around it for a person to judge hair and ears.</summary>
/// <param name="Part">In pixels of the frame, whole numbers, inside it.</param>
/// <param name="Size">Of the encoded crop.</param>
/// <param name="Face">The face, in pixels of the encoded crop.</param>
internal readonly record struct ShotCrop(Box Part, FrameSize Size, Box Face)
{
    /// <summary>Enough for comparison by eye; a larger crop shows more of the street, not more of the face.</summary>
    public const int LongestSide = 512;

    private const float Surroundings = 0.6f;

    public static ShotCrop Around(Box face, FrameSize frame)
    {
        float x = face.Width * Surroundings;
        float y = face.Height * Surroundings;
        Box wide = new Box(face.X - x, face.Y - y, face.Width + (2 * x), face.Height + (2 * y)).ClampTo(frame);
        float left = MathF.Floor(wide.X);
        float top = MathF.Floor(wide.Y);
        Box part = new(left, top, MathF.Max(1, MathF.Ceiling(wide.Right) - left), MathF.Max(1, MathF.Ceiling(wide.Bottom) - top));
        double scale = Math.Min(1, (double)LongestSide / MathF.Max(part.Width, part.Height));
        FrameSize size = new(Math.Max(1, (int)(part.Width * scale)), Math.Max(1, (int)(part.Height * scale)));
        Box inside = new Box(Scaled(face.X - left), Scaled(face.Y - top), Scaled(face.Width), Scaled(face.Height)).ClampTo(size);
        return new ShotCrop(part, size, inside);

        float Scaled(float length) => (float)(length * scale);
    }
}
