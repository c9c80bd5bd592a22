using FaceMatch.Core.Calibrations;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Policies;
using FaceMatch.Vision;
using FaceMatch.Vision.Frames;
using FaceMatch.Vision.Models;

namespace FaceMatch.Pipeline.Tests.RealFaces;

/// <summary>The default model pack, opened once for all tests. Its absence fails them with the sentence of the pack.</summary>
public sealed class RealLine : IDisposable
{
    /// <summary>As at enrolment: a much smaller second face is somebody in the background.</summary>
    private const double BackgroundShare = 0.35;

    public RealLine()
    {
        ModelPack pack = ModelPackStore.Installed().Open();
        Calibration = pack.ReadCalibration();
        Vision = FaceVision.Load(pack);
        Stills = new StillAnalyser(Decoder, Vision, Limiter, TimeProvider.System);
    }

    public Calibration Calibration { get; }

    public FaceVision Vision { get; }

    public FrameDecoder Decoder { get; } = new();

    public AnalysisLimiter Limiter { get; } = new();

    public StillAnalyser Stills { get; }

    /// <summary>The embedding of a picture that could be enrolled: one person, seen well enough. Null when it could not.</summary>
    public async Task<float[]?> EnrolAsync(string path, CancellationToken cancellationToken)
    {
        using StillAnalysis still = await Stills.AnalyseAsync(await File.ReadAllBytesAsync(path, cancellationToken), null, cancellationToken);
        AnalysedFace? main = still.Faces.MaxBy(face => face.Analysed.Detection.Box.Area)?.Analysed;
        if (main is null || !IsUsable(main)) return null;
        int people = still.Faces.Count(face => IsUsable(face.Analysed) && face.Analysed.Detection.Box.Area >= BackgroundShare * main.Detection.Box.Area);
        return people == 1 ? [.. main.Embedding] : null;

        static bool IsUsable(AnalysedFace face) => face.Quality.Overall >= RecognitionPolicy.Default.LeastEnrolmentQuality;
    }

    public void Dispose()
    {
        Vision.Dispose();
        Limiter.Dispose();
    }
}
