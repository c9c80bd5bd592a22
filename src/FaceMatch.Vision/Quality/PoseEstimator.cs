using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using OpenCvSharp;

namespace FaceMatch.Vision.Quality;

/// <summary>
/// A pose network of the Hopenet family (Ruiz et al. 2018): for each angle a distribution over bins, whose mean is the
/// angle and whose spread says how sure the network is. What is no face, or a covered one, spreads wide.
/// </summary>
internal sealed class PoseEstimator(OnnxModel model, PoseSettings settings) : IDisposable
{
    private readonly ScratchPool<PoseScratch> _scratch = new(() => new PoseScratch(model, settings));

    private readonly PixelPlanes _planes = new(settings.Normalisation);

    /// <param name="patch">Upright, so that the network sees no roll but what the points did not show.</param>
    public PoseEstimate Estimate(FacePatch patch)
    {
        using ScratchPool<PoseScratch>.Rented rented = _scratch.Rent();
        PoseScratch scratch = rented.Value;
        Cv2.Resize(patch.Colour, scratch.Picture.Mat, scratch.Picture.Mat.Size(), interpolation: InterpolationFlags.Linear);
        _planes.WriteColour(scratch.Picture.Span, scratch.Network.Input);
        scratch.Network.Run();
        IReadOnlyList<TensorBuffer> angles = scratch.Network.Outputs;
        (double yawMean, double yawSpread) = Moments(angles[0].Span);
        (double pitchMean, double pitchSpread) = Moments(angles[1].Span);
        (_, double rollSpread) = Moments(angles[2].Span);

        // The network counts a turn to the picture's left as positive.
        return new PoseEstimate(-yawMean, pitchMean - settings.NeutralPitch, (yawSpread + pitchSpread + rollSpread) / 3);
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>Mean and standard deviation, in degrees, of the softmax of one angle's bins.</summary>
    private (double Mean, double Spread) Moments(ReadOnlySpan<float> logits)
    {
        float largest = float.MinValue;
        foreach (float logit in logits) largest = Math.Max(largest, logit);
        double total = 0, first = 0, second = 0;
        for (int bin = 0; bin < logits.Length; bin++)
        {
            double weight = Math.Exp(logits[bin] - largest);
            total += weight;
            first += weight * bin;
            second += weight * bin * bin;
        }

        double mean = first / total;
        double spread = Math.Sqrt(Math.Max(0, (second / total) - (mean * mean)));
        return ((mean - (settings.Bins / 2.0)) * settings.BinDegrees, spread * settings.BinDegrees);
    }
}

/// <param name="Yaw">Degrees, as in <see cref="FaceQuality"/>.</param>
/// <param name="Pitch">Degrees, as in <see cref="FaceQuality"/>.</param>
/// <param name="Spread">Mean over the three angles of the standard deviation of their distributions, degrees.</param>
internal readonly record struct PoseEstimate(double Yaw, double Pitch, double Spread);
