using FaceMatch.Core.Reviews;

namespace FaceMatch.Console.Reviews;

/// <summary>An opinion while it is being formed. Nothing is chosen for the reviewer.</summary>
public sealed class OpinionDraft
{
    /// <summary>Names of the API, in the order in which a face is usually compared.</summary>
    public static IReadOnlyList<string> Features { get; } = ["faceShape", "brow", "eyes", "nose", "mouth", "ears", "marks"];

    public static IReadOnlyList<string> Comparisons { get; } = ["similar", "different", "not-visible"];

    public static IReadOnlyList<string> Conclusions { get; } = ["same", "different", "cannot-tell"];

    private readonly Dictionary<string, string> _checklist = new(StringComparer.Ordinal);

    public string? Conclusion { get; set; }

    public string? Note { get; set; }

    public int Answered => _checklist.Count;

    public bool ChecklistComplete => Answered == Features.Count;

    public bool Complete => ChecklistComplete && Conclusion is not null;

    public string? this[string feature]
    {
        get => _checklist.GetValueOrDefault(feature);
        set => _checklist[feature] = value!;
    }

    public OpinionRequest ToRequest() =>
        new(Conclusion, new Dictionary<string, string>(_checklist, StringComparer.Ordinal), string.IsNullOrWhiteSpace(Note) ? null : Note.Trim());
}
