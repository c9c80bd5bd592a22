using FaceMatch.Console.Shared;
using FaceMatch.Core.Alerts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Alerts;

public partial class AlertRow
{
    [Inject]
    private IStringLocalizer<AlertsText> T { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Words> W { get; set; } = null!;

    [Parameter, EditorRequired]
    public AlertView Alert { get; set; } = null!;

    [Parameter]
    public IReadOnlyDictionary<string, string> Lists { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    [Parameter]
    public bool Reviewer { get; set; }

    /// <summary>The reader sees the reference as part of the candidate, and not as somebody who keeps the list.</summary>
    [Parameter]
    public bool ByCandidate { get; set; }

    private bool Waits => Alert.State is "open" or "disputed";

    private string ReferenceLink => ByCandidate
        ? PictureLinks.CandidateReference(Alert.CandidateId)
        : PictureLinks.Reference(Alert.SubjectId, Alert.ImageId);

    private string ListNames => string.Join(
        ", ", Alert.WatchlistIds.Select(id => Lists.TryGetValue(id, out string? name) ? name : null).OfType<string>());
}
