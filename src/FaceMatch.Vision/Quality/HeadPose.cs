using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Quality;

/// <summary>
/// Yaw, pitch and roll in degrees from five points, by the weak-perspective fit of a mean head: least squares gives the
/// two image rows of the scaled rotation. Signs as in <see cref="FaceQuality"/>.
/// </summary>
internal readonly record struct HeadPose(double Yaw, double Pitch, double Roll)
{
    private const int Five = 5;

    /// <summary>
    /// Mean head in millimetres: x to the picture's right, y down, z away from the camera; nose tip at 0. Its depth is set
    /// so that angles agree in scale with the pack's own pose network (bench/README.md, Vision).
    /// </summary>
    private static readonly double[,] Head =
    {
        { -31, -33, 45 }, { 31, -33, 45 }, { 0, 0, 0 }, { -26, 29, 36 }, { 26, 29, 36 },
    };

    /// <summary>The pseudo-inverse of the centred head, 5 x 3: applied to centred image coordinates it gives a row.</summary>
    private static readonly double[,] PseudoInverse = Invert();

    public static HeadPose Of(Landmarks landmarks)
    {
        ReadOnlySpan<PixelPoint> points =
            [landmarks.LeftEye, landmarks.RightEye, landmarks.Nose, landmarks.LeftMouth, landmarks.RightMouth];
        Span<double> across = stackalloc double[3], down = stackalloc double[3];
        across.Clear();
        down.Clear();
        for (int i = 0; i < Five; i++)
            for (int axis = 0; axis < 3; axis++)
            {
                across[axis] += points[i].X * PseudoInverse[i, axis];
                down[axis] += points[i].Y * PseudoInverse[i, axis];
            }

        // The face looks along -z of the head; the third row of a rotation is the cross product of the first two. Roll is
        // read off the head's vertical: the line of the eyes also tilts when a turned head nods.
        Normalise(across);
        Normalise(down);
        double depth = (across[0] * down[1]) - (across[1] * down[0]);
        return new HeadPose(
            Degrees(Math.Atan2(-across[2], depth)),
            Degrees(Math.Asin(Math.Clamp(down[2], -1, 1))),
            Degrees(Math.Atan2(-across[1], down[1])));
    }

    private static double Degrees(double radians) => radians * 180 / Math.PI;

    private static void Normalise(Span<double> row)
    {
        double length = Math.Sqrt((row[0] * row[0]) + (row[1] * row[1]) + (row[2] * row[2]));
        if (!(length > 0)) return;
        for (int axis = 0; axis < 3; axis++) row[axis] /= length;
    }

    private static double[,] Invert()
    {
        var centred = new double[Five, 3];
        for (int axis = 0; axis < 3; axis++)
        {
            double mean = 0;
            for (int i = 0; i < Five; i++) mean += Head[i, axis] / Five;
            for (int i = 0; i < Five; i++) centred[i, axis] = Head[i, axis] - mean;
        }

        // The head is symmetric, so x stands apart from y and z: one scalar and one 2 x 2 inverse.
        double xx = 0, yy = 0, yz = 0, zz = 0;
        for (int i = 0; i < Five; i++)
        {
            xx += centred[i, 0] * centred[i, 0];
            yy += centred[i, 1] * centred[i, 1];
            yz += centred[i, 1] * centred[i, 2];
            zz += centred[i, 2] * centred[i, 2];
        }

        double determinant = (yy * zz) - (yz * yz);
        var inverse = new double[Five, 3];
        for (int i = 0; i < Five; i++)
        {
            inverse[i, 0] = centred[i, 0] / xx;
            inverse[i, 1] = ((zz * centred[i, 1]) - (yz * centred[i, 2])) / determinant;
            inverse[i, 2] = ((yy * centred[i, 2]) - (yz * centred[i, 1])) / determinant;
        }

        return inverse;
    }
}
