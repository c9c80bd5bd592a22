using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using OpenCvSharp;

namespace FaceMatch.Vision.Alignment;

/// <summary>
/// Cuts a square out of a picture along a similarity transform, without aliasing. Keeps its scratch; not thread-safe.
/// </summary>
internal sealed unsafe class CropWarp : IScratch
{
    /// <summary>A face that fills 100 megapixels is sampled no finer than this: the averaging gains nothing more.</summary>
    private const int FinestSampling = 16;

    /// <summary>Bytes of a finer cut that is kept. Larger ones are rare, and every worker would hold them.</summary>
    private const int MostKept = 1 << 20;

    private readonly Mat _matrix = new(2, 3, MatType.CV_64FC1);
    private readonly InputArray _matrixInput;

    /// <summary>By how many times finer they are.</summary>
    private readonly PixelBuffer?[] _finer = new PixelBuffer?[FinestSampling + 1];

    public CropWarp() => _matrixInput = _matrix;

    /// <param name="source">BGR.</param>
    /// <param name="toCrop">From source pixels to crop pixels.</param>
    /// <param name="crop">Square BGR matrix that is written; black where the source has no pixels.</param>
    /// <param name="side">Of the crop, in pixels.</param>
    /// <param name="sampling">How values between pixels are made up.</param>
    public void Cut(
        InputArray source, Similarity toCrop, Mat crop, int side, InterpolationFlags sampling = InterpolationFlags.Linear)
    {
        // Bilinear sampling reads four pixels: where one crop pixel covers more, the crop is cut finer and averaged.
        int finer = Math.Clamp((int)Math.Ceiling((1 / toCrop.Scale) - 0.25), 1, FinestSampling);
        if (finer == 1)
        {
            Warp(source, toCrop, crop, side, sampling);
            return;
        }

        PixelBuffer fine = Rent(finer, side * finer);
        try
        {
            Warp(source, toCrop.Scaled(finer), fine.Mat, side * finer, sampling);
            Cv2.Resize(fine.Input, crop, new Size(side, side), interpolation: InterpolationFlags.Area);
        }
        finally
        {
            Return(finer, fine);
        }
    }

    /// <summary>Nothing is left to erase: each cut does it.</summary>
    public void Erase()
    {
    }

    public void Dispose()
    {
        _matrixInput.Dispose();
        _matrix.Dispose();
        foreach (PixelBuffer? fine in _finer) fine?.Dispose();
    }

    private PixelBuffer Rent(int finer, int side)
    {
        PixelBuffer? kept = _finer[finer];
        _finer[finer] = null;
        if (kept is not null && kept.Mat.Width == side) return kept;
        kept?.Dispose();
        return new PixelBuffer(side, side, Frame.BytesPerPixel);
    }

    private void Return(int finer, PixelBuffer fine)
    {
        if (fine.Span.Length > MostKept)
        {
            fine.Dispose();
            return;
        }

        fine.Span.Clear();
        _finer[finer] = fine;
    }

    private void Warp(InputArray source, Similarity toCrop, Mat crop, int side, InterpolationFlags sampling)
    {
        // OpenCV counts from the first pixel's centre, we from its corner.
        Similarity inverse = toCrop.Inverse();
        double x = (0.5 * (inverse.A - inverse.B)) + inverse.X - 0.5;
        double y = (0.5 * (inverse.B + inverse.A)) + inverse.Y - 0.5;
        ReadOnlySpan<double> rows = [inverse.A, -inverse.B, x, inverse.B, inverse.A, y];
        rows.CopyTo(new Span<double>((void*)_matrix.Data, rows.Length));
        Cv2.WarpAffine(
            source, crop, _matrixInput, new Size(side, side), sampling | InterpolationFlags.WarpInverseMap,
            BorderTypes.Constant, Scalar.Black);
    }
}
