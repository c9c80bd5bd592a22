using FaceMatch.Core.Policies;
using FaceMatch.Core.Reviews;

namespace FaceMatch.Core.Searches;

/// <summary>
/// A subject proposed for a probe, by a search or by an alert. It is never more than a proposal until two people
/// have judged it separately.
/// </summary>
public sealed class Candidate
{
    private Candidate()
    {
    }

    public Candidate(
        Guid? searchId, Guid? alertId, int faceIndex, int rank, ShownSubject shown, float cosine, double fmr, ScoreBand band, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        SearchId = searchId;
        AlertId = alertId;
        FaceIndex = faceIndex;
        Rank = rank;
        SubjectId = shown.SubjectId;
        ImageId = shown.ImageId;
        ReferenceNumber = shown.ReferenceNumber;
        WatchlistIds = [.. shown.WatchlistIds.Order()];
        Cosine = cosine;
        Fmr = fmr;
        Band = band;
        ProposedAt = at;
    }

    public Guid Id { get; private set; }

    public Guid? SearchId { get; private set; }

    public Guid? AlertId { get; private set; }

    public int FaceIndex { get; private set; }

    /// <summary>1 is the nearest subject.</summary>
    public int Rank { get; private set; }

    public Guid SubjectId { get; private set; }

    /// <summary>The image that it was shown with. The image itself may have been erased since.</summary>
    public Guid ImageId { get; private set; }

    /// <summary>The subject's, as it was shown.</summary>
    public string ReferenceNumber { get; private set; } = "";

    /// <summary>
    /// The lists that the subject was on when it was shown, in order. Null: the subject was erased since, or was proposed before
    /// this was kept.
    /// </summary>
    public List<Guid>? WatchlistIds { get; private set; }

    public float Cosine { get; private set; }

    public double Fmr { get; private set; }

    public ScoreBand Band { get; private set; }

    public DateTimeOffset ProposedAt { get; private set; }

    public ReviewState State { get; private set; }

    /// <summary>How many opinions there are. Never shown: it would tell the second reviewer that a first one exists.</summary>
    public int OpinionsGiven { get; private set; }

    public List<Opinion> Opinions { get; } = [];

    /// <summary>Adds a blind opinion and moves the state on.</summary>
    /// <exception cref="Refusals.RefusalException">See <see cref="ReviewRules.Next"/>.</exception>
    public void Judge(Opinion opinion, bool seniorReviewer)
    {
        State = ReviewRules.Next(Opinions, opinion, seniorReviewer);
        Opinions.Add(opinion);
        OpinionsGiven++;
    }
}

/// <summary>A subject as it is shown when it is proposed: what it says then is kept, whatever becomes of lists and images.</summary>
/// <param name="ImageId">Of its images the one most like the probe.</param>
/// <param name="WatchlistIds">The lists that it is on, in any order.</param>
public sealed record ShownSubject(Guid SubjectId, Guid ImageId, string ReferenceNumber, IReadOnlyList<Guid> WatchlistIds);
