using FaceMatch.Core.Faces;
using FaceMatch.Core.Reviews;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Reviews;

/// <summary>Probe and reference side by side, both brought to the same size of face and zoomed together.</summary>
public partial class CompareView
{
    private const int LeastSteps = -4;
    private const int MostSteps = 4;
    private const float StepFactor = 1.25f;

    private int _step;

    [Inject]
    private IStringLocalizer<ReviewsText> T { get; set; } = null!;

    [Parameter, EditorRequired]
    public ReviewCandidateView Candidate { get; set; } = null!;

    private void Zoom(int by) => _step = Math.Clamp(_step + by, LeastSteps, MostSteps);

    private Box Around(Box face)
    {
        float factor = MathF.Pow(StepFactor, -_step);
        return new Box(
            face.Centre.X - (face.Width * factor / 2), face.Centre.Y - (face.Height * factor / 2), face.Width * factor, face.Height * factor);
    }
}
