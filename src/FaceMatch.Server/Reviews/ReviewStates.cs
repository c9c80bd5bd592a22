using FaceMatch.Core.Refusals;
using FaceMatch.Core.Reviews;

namespace FaceMatch.Server.Reviews;

/// <summary>States of a review as the API names them.</summary>
internal static class ReviewStates
{
    /// <summary>Stands on everything that shows a lead (oversight rule 16).</summary>
    public const string LeadLabel = "lead only: not grounds for arrest";

    private static readonly ReviewState[] All = Enum.GetValues<ReviewState>();

    public static string ToWire(this ReviewState state) => state switch
    {
        ReviewState.Open => "open",
        ReviewState.Disputed => "disputed",
        ReviewState.Lead => "lead",
        ReviewState.Dismissed => "dismissed",
        ReviewState.Inconclusive => "inconclusive",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>No opinion is taken any more.</summary>
    public static bool IsComplete(this ReviewState state) =>
        state is ReviewState.Lead or ReviewState.Dismissed or ReviewState.Inconclusive;

    /// <exception cref="RefusalException">Code <c>invalid-fields</c>.</exception>
    public static ReviewState Parse(string name)
    {
        foreach (ReviewState state in All)
            if (string.Equals(state.ToWire(), name, StringComparison.OrdinalIgnoreCase)) return state;
        new FieldFaults().Add("state", $"must be one of {string.Join(", ", All.Select(ToWire))}").ThrowIfAny();
        return default;
    }
}
