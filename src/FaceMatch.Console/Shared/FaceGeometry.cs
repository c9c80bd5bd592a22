using System.Globalization;
using FaceMatch.Core.Faces;

namespace FaceMatch.Console.Shared;

/// <summary>Boxes of faces as SVG wants them: in pixels of the picture, whatever size it is shown at.</summary>
public static class FaceGeometry
{
    /// <summary>A detector's box ends at the brow and chin; a person wants to see hair, ears and jaw too.</summary>
    private const float Surroundings = 0.45f;

    /// <summary>The view box that shows a whole picture.</summary>
    public static string Whole(FrameSize frame) => string.Create(CultureInfo.InvariantCulture, $"0 0 {frame.Width} {frame.Height}");

    /// <summary>In a small tile: the face itself, and no empty ground where the picture ends.</summary>
    private const float TightSurroundings = 0.1f;

    /// <summary>A square around a face with its surroundings, kept inside the picture where the picture's size is known.</summary>
    public static Box Portrait(Box face, FrameSize? frame = null, bool tight = false)
    {
        float side = Math.Max(face.Width, face.Height) * (1 + (2 * (tight ? TightSurroundings : Surroundings)));
        if (frame is { } size)
        {
            side = Math.Min(side, Math.Min(size.Width, size.Height));
            float x = Math.Clamp(face.Centre.X - (side / 2), 0, size.Width - side);
            float y = Math.Clamp(face.Centre.Y - (side / 2), 0, size.Height - side);
            return new Box(x, y, side, side);
        }

        return new Box(face.Centre.X - (side / 2), face.Centre.Y - (side / 2), side, side);
    }

    public static string ViewBox(Box box) =>
        string.Create(CultureInfo.InvariantCulture, $"{box.X:0.##} {box.Y:0.##} {box.Width:0.##} {box.Height:0.##}");

    /// <summary>A number as an SVG attribute, never with a decimal comma.</summary>
    public static string Number(float value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Corner brackets of a box: they frame a face without covering it.</summary>
    public static string Brackets(Box box)
    {
        float arm = Math.Min(box.Width, box.Height) / 4;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"M{box.X:0.##} {box.Y + arm:0.##}V{box.Y:0.##}H{box.X + arm:0.##}M{box.Right - arm:0.##} {box.Y:0.##}H{box.Right:0.##}V{box.Y + arm:0.##}")
            + string.Create(
            CultureInfo.InvariantCulture,
            $"M{box.Right:0.##} {box.Bottom - arm:0.##}V{box.Bottom:0.##}H{box.Right - arm:0.##}M{box.X + arm:0.##} {box.Bottom:0.##}H{box.X:0.##}V{box.Bottom - arm:0.##}");
    }
}
