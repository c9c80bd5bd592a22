namespace FaceMatch.Core.Reviews;

/// <summary>What a reviewer concludes; nothing finer, and never a percentage.</summary>
public enum Conclusion
{
    Same,
    Different,
    CannotTell,
}

/// <summary>How one feature compares between probe and reference (FISWG feature list, shortened).</summary>
public enum FeatureComparison
{
    Similar,
    Different,
    NotVisible,
}

/// <summary>Every feature is answered before a conclusion can be given (oversight rule 4).</summary>
public sealed record FeatureChecklist(
    FeatureComparison FaceShape,
    FeatureComparison Brow,
    FeatureComparison Eyes,
    FeatureComparison Nose,
    FeatureComparison Mouth,
    FeatureComparison Ears,
    FeatureComparison Marks);

/// <summary>One reviewer's blind judgement of one candidate. Never changed once given.</summary>
public sealed class Opinion
{
    private Opinion()
    {
    }

    public Opinion(Guid candidateId, Guid reviewerId, Conclusion conclusion, FeatureChecklist checklist, string? note, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        CandidateId = candidateId;
        ReviewerId = reviewerId;
        Conclusion = conclusion;
        Checklist = checklist;
        Note = note;
        GivenAt = at;
    }

    public Guid Id { get; private set; }

    public Guid CandidateId { get; private set; }

    public Guid ReviewerId { get; private set; }

    public Conclusion Conclusion { get; private set; }

    public FeatureChecklist Checklist { get; private set; } = new(default, default, default, default, default, default, default);

    public string? Note { get; private set; }

    public DateTimeOffset GivenAt { get; private set; }
}
