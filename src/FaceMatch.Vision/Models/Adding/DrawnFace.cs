using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using OpenCvSharp;

namespace FaceMatch.Vision.Models.Adding;

/// <summary>A face drawn with ellipses: no photograph of anybody is shipped, and to try a network this is enough.</summary>
internal static class DrawnFace
{
    public const int Side = 400;

    public static readonly Box Box = new(120, 90, 160, 210);

    public static readonly Landmarks Landmarks = new(new(165, 170), new(235, 170), new(200, 215), new(170, 250), new(230, 250));

    /// <param name="shade">Of skin and lips, 0 to 1: two shades are two pictures.</param>
    public static Frame Draw(double shade)
    {
        var frame = new Frame(new FrameSize(Side, Side), DateTimeOffset.UnixEpoch);
        using FrameMat canvas = new(frame);
        Mat mat = canvas.Mat;
        mat.SetTo(new Scalar(150, 140, 120));
        var skin = new Scalar(110 + (60 * shade), 140 + (60 * shade), 190 + (50 * shade));
        var dark = new Scalar(40, 45, 60);
        Oval(mat, 200, 185, 92, 120, dark);
        Oval(mat, 200, 200, 78, 102, skin);
        foreach (PixelPoint eye in (PixelPoint[])[Landmarks.LeftEye, Landmarks.RightEye])
        {
            Oval(mat, eye.X, eye.Y - 18, 20, 4, dark);
            Oval(mat, eye.X, eye.Y, 16, 8, new Scalar(235, 235, 235));
            Oval(mat, eye.X, eye.Y, 7, 7, dark);
        }

        Oval(mat, Landmarks.Nose.X, Landmarks.Nose.Y, 13, 8, new Scalar(skin.Val0 * 0.8, skin.Val1 * 0.8, skin.Val2 * 0.8));
        Oval(mat, 200, 250, 30 + (6 * shade), 9, new Scalar(80, 80, 170 + (40 * shade)));
        Cv2.GaussianBlur(mat, mat, new Size(0, 0), 2);
        return frame;
    }

    private static void Oval(Mat mat, double x, double y, double halfWidth, double halfHeight, Scalar colour) => Cv2.Ellipse(
        mat, new RotatedRect(new Point2f((float)x, (float)y), new Size2f((float)halfWidth * 2, (float)halfHeight * 2), 0), colour, -1,
        LineTypes.AntiAlias);
}
