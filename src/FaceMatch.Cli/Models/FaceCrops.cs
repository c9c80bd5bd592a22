using FaceMatch.Cli.Evaluation;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Frames;

namespace FaceMatch.Cli.Models;

/// <summary>Cuts the aligned face out of each image that shows one.</summary>
internal sealed class FaceCrops(IFaceVision vision, CliEnvironment environment)
{
    private static readonly FrameDecoder Decoder = new();

    /// <summary>The caller disposes them; an image that cannot be read as one is left out, and said.</summary>
    public async Task<List<AlignedFace>> CutAsync(IEnumerable<string> files, CancellationToken cancellationToken)
    {
        List<AlignedFace> faces = [];
        foreach (string file in files)
        {
            try
            {
                using Frame frame = Decoder.Decode(await File.ReadAllBytesAsync(file, cancellationToken), environment.Time.GetUtcNow());
                IReadOnlyList<Detection> found = vision.Detect(frame);
                if (found.Count == 0) continue;
                faces.Add(vision.Align(frame, vision.Locate(frame, LabelledFace.Choose(found, frame.Size))));
            }
            catch (Exception fault) when (fault is ImageRefusedException or IOException or UnauthorizedAccessException)
            {
                environment.Say($"{file} is left out: {fault.Message}");
            }
        }

        return faces;
    }
}
