using FaceMatch.Core.Faces;

namespace FaceMatch.Core.Evaluation;

/// <summary>A picture with the faces that a person marked in it.</summary>
/// <param name="File">Path below the set's folder.</param>
/// <param name="Boxes">In pixels of the file.</param>
/// <param name="Ignored">Marked as unusable by the set: finding one is neither right nor wrong.</param>
/// <param name="OriginalSize">Of the picture before it was squashed; null when it was not.</param>
public sealed record LabelledPicture(
    string File, IReadOnlyList<Box> Boxes, IReadOnlyList<Box> Ignored, FrameSize? OriginalSize = null)
{
    /// <summary>The same with its boxes in pixels of the original, whose aspect a detector was made for.</summary>
    /// <param name="stored">Size of the file.</param>
    public LabelledPicture Restored(FrameSize stored)
    {
        if (OriginalSize is not { } original) return this;
        float across = (float)original.Width / stored.Width, down = (float)original.Height / stored.Height;
        Box Scale(Box box) => new(box.X * across, box.Y * down, box.Width * across, box.Height * down);
        return this with { Boxes = [.. Boxes.Select(Scale)], Ignored = [.. Ignored.Select(Scale)] };
    }
}
