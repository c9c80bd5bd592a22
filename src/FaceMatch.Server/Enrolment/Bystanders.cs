using FaceMatch.Core.Faces;

namespace FaceMatch.Server.Enrolment;

/// <summary>
/// Tells somebody who happens to be in a portrait from a second person that it is of. On lfw-dev, of 200 portraits 17
/// hold a second usable face; size alone would refuse all of these, size and place refuse the few where two people
/// really stand side by side.
/// </summary>
internal static class Bystanders
{
    /// <summary>Smaller than this share of the main face's area, a face is behind, wherever it is.</summary>
    private const double Behind = 0.4;

    /// <summary>Up to this share it may be a bystander, when it is also at the margin.</summary>
    private const double NearlyAsLarge = 0.65;

    /// <summary>Distance of centres, in fractions of the picture's sides: a main face so near the middle was aimed at,</summary>
    private const double Central = 0.12;

    /// <summary>and a face so far from the middle was not.</summary>
    private const double Marginal = 0.3;

    public static bool Is(Box face, Box main, FrameSize frame)
    {
        double share = face.Area / main.Area;
        return share < Behind || (share < NearlyAsLarge && OffCentre(main, frame) <= Central && OffCentre(face, frame) >= Marginal);
    }

    private static double OffCentre(Box box, FrameSize frame) =>
        double.Hypot((box.Centre.X / frame.Width) - 0.5, (box.Centre.Y / frame.Height) - 0.5);
}
