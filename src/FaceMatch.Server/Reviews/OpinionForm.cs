using FaceMatch.Core.Refusals;
using FaceMatch.Core.Reviews;

namespace FaceMatch.Server.Reviews;

/// <summary>Opinions as they come in and go out (oversight rule 4).</summary>
internal static class OpinionForm
{
    private const int LongestNote = 2_000;

    /// <summary>In the order of the review page.</summary>
    private static readonly string[] Features = ["faceShape", "brow", "eyes", "nose", "mouth", "ears", "marks"];

    private static readonly Dictionary<string, Conclusion> Conclusions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["same"] = Conclusion.Same,
        ["different"] = Conclusion.Different,
        ["cannot-tell"] = Conclusion.CannotTell,
    };

    private static readonly Dictionary<string, FeatureComparison> Comparisons = new(StringComparer.OrdinalIgnoreCase)
    {
        ["similar"] = FeatureComparison.Similar,
        ["different"] = FeatureComparison.Different,
        ["not-visible"] = FeatureComparison.NotVisible,
    };

    /// <exception cref="RefusalException"><c>invalid-fields</c>, or <c>checklist-incomplete</c> with the missing features.</exception>
    public static (Conclusion Conclusion, FeatureChecklist Checklist, string? Note) Read(OpinionRequest request)
    {
        FieldFaults faults = new();
        Dictionary<string, string> answers = new(request.Checklist ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase);
        Dictionary<string, FeatureComparison> read = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string feature, string? answer) in answers)
        {
            if (!Features.Contains(feature, StringComparer.OrdinalIgnoreCase))
                faults.Add($"checklist.{feature}", $"is not a feature of the checklist: {string.Join(", ", Features)}");
            else if (!Comparisons.TryGetValue(answer ?? "", out FeatureComparison comparison))
                faults.Add($"checklist.{feature}", $"must be one of {string.Join(", ", Comparisons.Keys)}");
            else
                read[feature] = comparison;
        }

        faults
            .When(!Conclusions.TryGetValue(request.Conclusion ?? "", out Conclusion conclusion), "conclusion", $"must be one of {string.Join(", ", Conclusions.Keys)}")
            .OptionalText("note", request.Note, LongestNote)
            .ThrowIfAny();
        CheckComplete(read);
        FeatureChecklist checklist = new(
            read["faceShape"], read["brow"], read["eyes"], read["nose"], read["mouth"], read["ears"], read["marks"]);
        return (conclusion, checklist, string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim());
    }

    public static OpinionView View(Opinion opinion) =>
        new(opinion.Conclusion.ToWire(), View(opinion.Checklist), opinion.Note, opinion.GivenAt);

    public static string ToWire(this Conclusion conclusion) => Conclusions.First(pair => pair.Value == conclusion).Key;

    private static void CheckComplete(Dictionary<string, FeatureComparison> read)
    {
        string[] missing = [.. Features.Where(feature => !read.ContainsKey(feature))];
        if (missing.Length == 0) return;
        throw new RefusalException(
            RefusalKind.Unacceptable, "checklist-incomplete",
            $"Compare every feature before you conclude; these are missing: {string.Join(", ", missing)}. What cannot be seen is not-visible.")
        {
            Fields = missing.ToDictionary(
                feature => $"checklist.{feature}", _ => new[] { $"is missing: {string.Join(", ", Comparisons.Keys)}" }, StringComparer.Ordinal),
        };
    }

    private static Dictionary<string, string> View(FeatureChecklist checklist) => new(StringComparer.Ordinal)
    {
        ["faceShape"] = ToWire(checklist.FaceShape),
        ["brow"] = ToWire(checklist.Brow),
        ["eyes"] = ToWire(checklist.Eyes),
        ["nose"] = ToWire(checklist.Nose),
        ["mouth"] = ToWire(checklist.Mouth),
        ["ears"] = ToWire(checklist.Ears),
        ["marks"] = ToWire(checklist.Marks),
    };

    private static string ToWire(FeatureComparison comparison) => Comparisons.First(pair => pair.Value == comparison).Key;
}
