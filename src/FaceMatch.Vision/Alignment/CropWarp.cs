using FaceMatch.Vision.Inference;
using OpenCvSharp;

namespace FaceMatch.Vision.Alignment;

/// <summary>Cuts a square out of a picture along a similarity transform, without aliasing.</summary>
internal static class CropWarp
{
    /// <summary>A face that fills 100 megapixels is sampled no finer than this: the averaging gains nothing more.</summary>
    private const int FinestSampling = 16;

    /// <param name="source">BGR.</param>
    /// <param name="toCrop">From source pixels to crop pixels.</param>
    /// <param name="crop">Square BGR matrix that is written; black where the source has no pixels.</param>
    /// <param name="sampling">How values between pixels are made up.</param>
    public static void Cut(
        Mat source, Similarity toCrop, Mat crop, InterpolationFlags sampling = InterpolationFlags.Linear)
    {
        // Bilinear sampling reads four pixels: where one crop pixel covers more, the crop is cut finer and averaged.
        int finer = Math.Clamp((int)Math.Ceiling((1 / toCrop.Scale) - 0.25), 1, FinestSampling);
        if (finer == 1)
        {
            Warp(source, toCrop, crop, sampling);
            return;
        }

        using var fine = new PixelBuffer(crop.Width * finer, crop.Height * finer, source.Channels());
        Warp(source, new Similarity(toCrop.A * finer, toCrop.B * finer, toCrop.X * finer, toCrop.Y * finer), fine.Mat, sampling);
        Cv2.Resize(fine.Mat, crop, crop.Size(), interpolation: InterpolationFlags.Area);
    }

    private static void Warp(Mat source, Similarity toCrop, Mat crop, InterpolationFlags sampling)
    {
        // OpenCV counts from the first pixel's centre, we from its corner.
        Similarity inverse = toCrop.Inverse();
        double x = (0.5 * (inverse.A - inverse.B)) + inverse.X - 0.5;
        double y = (0.5 * (inverse.B + inverse.A)) + inverse.Y - 0.5;
        Span<double> rows = [inverse.A, -inverse.B, x, inverse.B, inverse.A, y];
        using Mat matrix = new(2, 3, MatType.CV_64FC1);
        for (int i = 0; i < rows.Length; i++) matrix.Set(i / 3, i % 3, rows[i]);
        Cv2.WarpAffine(
            source, crop, matrix, crop.Size(), sampling | InterpolationFlags.WarpInverseMap,
            BorderTypes.Constant, Scalar.Black);
    }
}
