using FaceMatch.Core.Alerts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Watching;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Pipeline;

/// <summary>
/// The straight line that every frame of a camera goes:
/// frame, detect, track, best shot, align, embed, fuse, search, candidate. A face that raises no alert leaves nothing
/// behind: no crop of it is ever made, its embeddings are zeroed after use and its evidence when its track ends.
/// One instance a camera, one frame at a time.
/// </summary>
public sealed partial class WatchPipeline(
    DeploymentPlan deployment, Guid cameraId, WatchSettings settings, IFaceVision vision, IFaceTracker tracker, IFrameDecoder crops,
    IGallery gallery, IAlertSink alerts, AnalysisLimiter limiter, WatchCounters counters, ILogger<WatchPipeline> logger)
{
    private readonly Dictionary<int, Passage> _passages = [];
    private readonly AlertCooldown _cooldown = new(settings.AlertCooldown);
    private readonly float[] _embedding = new float[vision.Models.EmbeddingSize];
    private readonly float[] _fused = new float[vision.Models.EmbeddingSize];

    /// <summary>Takes one frame through the whole line. The caller disposes the frame.</summary>
    public async Task PassAsync(Frame frame, CancellationToken cancellationToken)
    {
        IReadOnlyList<Detection> faces = await DetectAsync(frame, cancellationToken);
        Passage[] passages = Track(faces, frame.CapturedAt);
        for (int i = 0; i < faces.Count; i++)
        {
            Passage passage = passages[i];
            Shot? shot = await BestShotAsync(frame, faces[i], passage, cancellationToken);
            if (shot is null) continue;
            if (Wants(passage, shot)) shot = await EmbedAsync(frame, shot, passage, cancellationToken);
            if (!passage.Evidence.IsUsable) continue;
            GalleryAnswer answer = await SearchAsync(passage, frame.CapturedAt, cancellationToken);
            foreach (Neighbour candidate in Candidates(answer))
                await ProposeAsync(candidate, passage, frame, shot, answer, cancellationToken);
        }

        counters.FrameAnalysed(frame.CapturedAt);
    }

    /// <summary>Zeroes and forgets everything that is known of anybody in front of the camera.</summary>
    public void Erase()
    {
        tracker.EndAll();
        foreach (Passage passage in _passages.Values) End(passage);
        _passages.Clear();
    }

    private Task<IReadOnlyList<Detection>> DetectAsync(Frame frame, CancellationToken cancellationToken) =>
        limiter.RunAsync(
            () => vision.Detect(frame, settings.SmallestFace ?? SmallestFace.InLive(frame.Size)), cancellationToken);

    private Passage[] Track(IReadOnlyList<Detection> faces, DateTimeOffset at)
    {
        TrackUpdate update = tracker.Update(faces, at);
        foreach (int ended in update.Ended)
            if (_passages.Remove(ended, out Passage? passage)) End(passage);
        return [.. update.Assigned.Select(PassageOf)];
    }

    private void End(Passage passage)
    {
        if (passage.Evidence.IsUsable) counters.PassageEnded();
        passage.Dispose();
    }

    private Passage PassageOf(int track)
    {
        if (_passages.TryGetValue(track, out Passage? known)) return known;
        counters.FaceSeen();
        return _passages[track] = new Passage(_fused.Length);
    }

    /// <summary>
    /// Null when the face is too poor, or tells nothing that the track's earlier shots have not told. Every face is glanced
    /// at; the closer look costs as much as an embedding and is taken only by those that would be embedded.
    /// </summary>
    private Task<Shot?> BestShotAsync(Frame frame, Detection face, Passage passage, CancellationToken cancellationToken) =>
        limiter.RunAsync(
            () =>
            {
                Landmarks landmarks = vision.Locate(frame, face);
                Shot? shot = new(face, landmarks, vision.Assess(frame, face, landmarks, Scrutiny.Glance));
                if (!IsUseful(passage, shot)) return null;
                shot = shot with { Quality = vision.Assess(frame, face, landmarks, Scrutiny.Look) };
                return IsUseful(passage, shot) ? shot : null;
            },
            cancellationToken);

    private bool IsUseful(Passage passage, Shot shot) =>
        shot.Quality.Overall >= settings.LeastQuality && (passage.Unanswered || Wants(passage, shot));

    private bool Wants(Passage passage, Shot shot) =>
        passage.Evidence.WantsShot(shot.Quality.Overall, settings.EnoughShots, settings.QualityGain);

    /// <summary>The shot with its quality confirmed; one that is not becomes no evidence.</summary>
    private async Task<Shot> EmbedAsync(Frame frame, Shot shot, Passage passage, CancellationToken cancellationToken)
    {
        try
        {
            FaceQuality confirmed = await limiter.RunAsync(
                () =>
                {
                    using AlignedFace aligned = vision.Align(frame, shot.Landmarks);
                    return shot.Quality.Confirmed(vision.Embed(aligned, _embedding));
                },
                cancellationToken);
            counters.FaceEmbedded();
            if (confirmed.Overall >= settings.LeastQuality)
                passage.Evidence.Add(_embedding, shot.Quality.Overall, confirmed.Overall);
            else
                passage.Evidence.Discount(shot.Quality.Overall);
            return shot with { Quality = confirmed };
        }
        finally
        {
            Array.Clear(_embedding);
        }
    }

    /// <summary>Searches with everything that the track has shown so far, as one probe.</summary>
    private async Task<GalleryAnswer> SearchAsync(Passage passage, DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            passage.Evidence.Fuse(_fused);
            float least = Math.Max(-1, deployment.ThresholdCosine - settings.SearchMargin);
            GalleryQuery query = new(_fused, deployment.Watchlists, settings.SubjectsPerSearch, least, at);
            GalleryAnswer answer = await gallery.SearchAsync(query, cancellationToken);
            passage.Unanswered = !answer.Coverage.Complete;
            if (passage.Unanswered) IncompleteSearch(cameraId, answer.Coverage.ShardsAnswered, answer.Coverage.ShardsTotal);
            return answer;
        }
        finally
        {
            Array.Clear(_fused);
        }
    }

    private IEnumerable<Neighbour> Candidates(GalleryAnswer answer) =>
        answer.Neighbours.Where(neighbour => neighbour.Cosine >= deployment.ThresholdCosine);
}
