using FaceMatch.Core.Alerts;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;

namespace FaceMatch.Pipeline;

/// <summary>The end of the line: one alert for each track and subject, and none during the subject's cooldown.</summary>
public sealed partial class WatchPipeline
{
    private async Task ProposeAsync(
        Neighbour candidate, Passage passage, Frame frame, Shot shot, GalleryAnswer answer, CancellationToken cancellationToken)
    {
        if (!passage.Evidence.FirstAlertFor(candidate.SubjectId)) return;
        if (!_cooldown.TryEnter(candidate.SubjectId, frame.CapturedAt)) return;
        bool kept = false;
        try
        {
            AlertProposal proposal = await ProposalAsync(candidate, frame, shot, answer, cancellationToken);
            kept = await alerts.RaiseAsync(proposal, cancellationToken);
            if (kept) counters.Alerted();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The truth did not take it: the camera watches on and proposes it again at the next sighting.
            AlertNotKept(fault, cameraId, deployment.DeploymentId);
            passage.Evidence.RetractAlertFor(candidate.SubjectId);
            passage.Unanswered = true;
        }
        finally
        {
            if (!kept) _cooldown.Forget(candidate.SubjectId);
        }
    }

    private Task<AlertProposal> ProposalAsync(
        Neighbour candidate, Frame frame, Shot shot, GalleryAnswer answer, CancellationToken cancellationToken) =>
        limiter.RunAsync(
            () =>
            {
                ShotCrop crop = ShotCrop.Around(shot.Detection.Box, frame.Size);
                byte[] jpeg = crops.EncodeJpeg(frame, crop.Part, ShotCrop.LongestSide);
                return new AlertProposal(
                    cameraId, deployment.DeploymentId, frame.CapturedAt, candidate.SubjectId, candidate.TemplateId, candidate.Cosine,
                    jpeg, crop.Face, crop.Size, shot.Quality, answer.GalleryVersion, answer.Coverage, vision.Models,
                    deployment.ThresholdCosine);
            },
            cancellationToken);
}
