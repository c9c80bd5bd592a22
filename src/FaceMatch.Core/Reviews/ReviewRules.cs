using FaceMatch.Core.Refusals;

namespace FaceMatch.Core.Reviews;

public enum ReviewState
{
    /// <summary>Nobody, or only one reviewer, has judged: from outside the two cannot be told apart.</summary>
    Open,

    /// <summary>Two reviewers disagree; a third, senior one decides.</summary>
    Disputed,

    /// <summary>Two reviewers agree on "same". A lead only: not grounds for arrest.</summary>
    Lead,

    Dismissed,

    /// <summary>Two reviewers agree that it cannot be told.</summary>
    Inconclusive,
}

/// <summary>How opinions become a state (oversight rule 2). Pure, and the only place that says so.</summary>
public static class ReviewRules
{
    private const int OpinionsNeeded = 2;

    /// <exception cref="RefusalException"><c>already-judged</c>, <c>same-person</c> or <c>senior-required</c>.</exception>
    public static ReviewState Next(IReadOnlyList<Opinion> given, Opinion opinion, bool seniorReviewer)
    {
        foreach (Opinion earlier in given)
        {
            if (earlier.ReviewerId == opinion.ReviewerId)
                throw new RefusalException(RefusalKind.Conflict, "already-judged", "You have judged this candidate; a second opinion must come from somebody else.");
        }

        switch (given.Count)
        {
            case 0:
                return ReviewState.Open;
            case 1:
                return given[0].Conclusion == opinion.Conclusion ? Agreed(opinion.Conclusion) : ReviewState.Disputed;
            case OpinionsNeeded when given[0].Conclusion != given[1].Conclusion:
                if (!seniorReviewer)
                    throw new RefusalException(RefusalKind.Forbidden, "senior-required", "The two opinions differ; a senior reviewer gives the third.");
                return given.Any(earlier => earlier.Conclusion == opinion.Conclusion) ? Agreed(opinion.Conclusion) : ReviewState.Inconclusive;
            default:
                throw new RefusalException(RefusalKind.Conflict, "review-complete", "The review of this candidate is complete.");
        }
    }

    private static ReviewState Agreed(Conclusion conclusion) => conclusion switch
    {
        Conclusion.Same => ReviewState.Lead,
        Conclusion.Different => ReviewState.Dismissed,
        Conclusion.CannotTell => ReviewState.Inconclusive,
        _ => throw new ArgumentOutOfRangeException(nameof(conclusion)),
    };
}
