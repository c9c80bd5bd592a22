using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Quality;

/// <summary>What the pose network looks at, and its bins of yaw, pitch and roll.</summary>
internal sealed class PoseScratch(OnnxModel model, PoseSettings settings) : IScratch
{
    /// <summary>BGR, of the network's input size.</summary>
    public PixelBuffer Picture { get; } = new(settings.Input[3], settings.Input[3], Frame.BytesPerPixel);

    public BoundNetwork Network { get; } = new(
        model, new TensorBuffer(1, 3, settings.Input[3], settings.Input[3]), new TensorBuffer(1, settings.Bins),
        new TensorBuffer(1, settings.Bins), new TensorBuffer(1, settings.Bins));

    public void Erase()
    {
        Picture.Span.Clear();
        Network.Erase();
    }

    public void Dispose()
    {
        Picture.Dispose();
        Network.Dispose();
    }
}
