using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using OpenCvSharp;

namespace FaceMatch.Vision.Quality;

/// <summary>
/// A pose network of the Hopenet family (Ruiz et al. 2018): for each angle a distribution over bins, whose mean is the
/// angle and whose spread says how sure the network is. What is no face, or a covered one, spreads wide.
/// </summary>
internal sealed class PoseEstimator(OnnxModel model, PoseSettings settings)
{
    private readonly PixelPlanes _planes = new(settings.Normalisation);

    private int Side => settings.Input[3];

    /// <param name="patch">Upright, so that the network sees no roll but what the points did not show.</param>
    public PoseEstimate Estimate(FacePatch patch)
    {
        using var input = new TensorBuffer(1, 3, Side, Side);
        using (PixelBuffer large = new(Side, Side, Frame.BytesPerPixel))
        {
            Cv2.Resize(patch.Colour, large.Mat, new Size(Side, Side), interpolation: InterpolationFlags.Linear);
            _planes.WriteColour(large.Span, input.Span);
        }

        using TensorBuffer yaw = new(1, settings.Bins), pitch = new(1, settings.Bins), roll = new(1, settings.Bins);
        model.Run(input, yaw, pitch, roll);
        (double yawMean, double yawSpread) = Moments(yaw.Span);
        (double pitchMean, double pitchSpread) = Moments(pitch.Span);
        (_, double rollSpread) = Moments(roll.Span);

        // The network counts a turn to the picture's left as positive.
        return new PoseEstimate(-yawMean, pitchMean - settings.NeutralPitch, (yawSpread + pitchSpread + rollSpread) / 3);
    }

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
