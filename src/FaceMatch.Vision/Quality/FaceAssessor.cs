using FaceMatch.Core.Faces;
using FaceMatch.Vision.Alignment;
using FaceMatch.Vision.Inference;
using OpenCvSharp;

namespace FaceMatch.Vision.Quality;

/// <summary>
/// Measures how useful a face is for comparison. Sharpness and light are measured on the aligned crop, so that they
/// mean the same for every size of face.
/// </summary>
internal sealed class FaceAssessor(FaceAligner aligner)
{
    public FaceQuality Assess(Frame frame, Detection detection, Landmarks landmarks)
    {
        HeadPose pose = HeadPose.Of(landmarks);
        double eyeDistance = Distance(landmarks.LeftEye, landmarks.RightEye);
        using Frame crop = aligner.Align(frame, landmarks);
        CropMeasures measures = CropMeasures.Of(crop);
        return QualityScale.Judge(detection, eyeDistance, pose, measures);
    }

    private static double Distance(PixelPoint a, PixelPoint b) =>
        Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));
}

/// <param name="Detail">Standard deviation of the Laplacian over that of the gray values: rises with sharpness, blind to contrast.</param>
/// <param name="Brightness">Mean gray of the face, 0 to 255.</param>
/// <param name="BurntOut">Share of pixels at or near white, 0 to 1.</param>
internal readonly record struct CropMeasures(double Detail, double Brightness, double BurntOut)
{
    /// <summary>Gray values from here on carry no texture any more.</summary>
    private const double White = 250;

    /// <summary>The middle of the crop is face, its corners are background.</summary>
    private const double Inset = 0.15;

    public static CropMeasures Of(Frame crop)
    {
        using FrameMat source = new(crop);
        int margin = (int)(crop.Size.Width * Inset), side = crop.Size.Width - (2 * margin);
        using PixelBuffer gray = new(side, side, 1);
        using Mat face = source.Mat.SubMat(margin, margin + side, margin, margin + side);
        Cv2.CvtColor(face, gray.Mat, ColorConversionCodes.BGR2GRAY);
        using Mat laplacian = new();
        Cv2.Laplacian(gray.Mat, laplacian, MatType.CV_16SC1);
        Cv2.MeanStdDev(laplacian, out _, out Scalar detail);
        Cv2.MeanStdDev(gray.Mat, out Scalar mean, out Scalar contrast);
        laplacian.SetTo(Scalar.Black);
        int burnt = 0;
        foreach (byte value in gray.Span)
            if (value >= White) burnt++;
        return new CropMeasures(
            detail.Val0 / Math.Max(contrast.Val0, 1), mean.Val0, (double)burnt / gray.Span.Length);
    }
}
