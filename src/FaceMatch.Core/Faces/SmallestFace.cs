namespace FaceMatch.Core.Faces;

/// <summary>
/// The narrowest face worth looking for, in pixels of the frame, where nobody has set another. It decides how finely a
/// frame is searched, and the cost of that grows with the square of the fineness.
/// </summary>
public static class SmallestFace
{
    /// <summary>
    /// For submitted pictures: faces below 35 pixels are refused as probes and references anyway (eyes nearer than 16); somewhat smaller ones are
    /// shown to whoever submitted the picture, so that he sees why.
    /// </summary>
    public const float InStill = 24;

    /// <summary>Below this a passer-by's face is not embedded, and one that comes nearer is found then.</summary>
    private const float LivePixels = 32;

    /// <summary>A camera with more pixels covers more ground, and must still be followed in real time on one core.</summary>
    private const float LiveShareOfWidth = 1 / 60f;

    /// <summary>For frames of a camera: 32 pixels up to full HD, 64 in 4K.</summary>
    public static float InLive(FrameSize frame) =>
        Math.Max(LivePixels, Math.Max(frame.Width, frame.Height) * LiveShareOfWidth);
}
