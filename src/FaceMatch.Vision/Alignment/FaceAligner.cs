using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Alignment;

/// <summary>Lays a face onto the embedder's template by the least-squares similarity of its five points.</summary>
internal sealed class FaceAligner(EmbedderSettings settings)
{
    private readonly PixelPoint[] _template = [.. settings.Template.Select(point => new PixelPoint(point[0], point[1]))];

    public AlignedFace Align(Frame frame, Landmarks landmarks)
    {
        var crop = new Frame(new FrameSize(settings.CropSide, settings.CropSide), frame.CapturedAt);
        try
        {
            using FrameMat source = new(frame), target = new(crop);
            CropWarp.Cut(source.Mat, Transform(landmarks), target.Mat);
            return new AlignedFace(crop);
        }
        catch
        {
            crop.Dispose();
            throw;
        }
    }

    /// <summary>From pixels of the frame to pixels of the crop.</summary>
    internal Similarity Transform(Landmarks landmarks) => Similarity.Fit(
        [landmarks.LeftEye, landmarks.RightEye, landmarks.Nose, landmarks.LeftMouth, landmarks.RightMouth], _template);
}
