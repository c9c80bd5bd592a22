using FaceMatch.Core.Refusals;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Shared;

/// <summary>A labelled form field with its hint, and what the service found wrong with it.</summary>
public partial class Field
{
    [Inject]
    private IStringLocalizer<Words> W { get; set; } = null!;

    /// <summary>The field's name in the API: faults of a refusal are found by it. Also the element's id.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string? Hint { get; set; }

    [Parameter]
    public bool Optional { get; set; }

    [Parameter]
    public bool Wide { get; set; }

    [Parameter]
    public RefusalException? Refusal { get; set; }

    [Parameter, EditorRequired]
    public RenderFragment<FieldContext> ChildContent { get; set; } = null!;

    private string? DescribedBy
    {
        get
        {
            string ids = string.Join(' ', new[] { Hint is null ? null : $"{Id}-hint", Faults.Length > 0 ? $"{Id}-fault" : null }.OfType<string>());
            return ids.Length > 0 ? ids : null;
        }
    }

    private string[] Faults =>
        Refusal?.Fields?.FirstOrDefault(entry => string.Equals(entry.Key, Id, StringComparison.OrdinalIgnoreCase)).Value ?? [];
}

/// <summary>What the input inside a field needs to carry.</summary>
public sealed record FieldContext(string Id, bool IsFaulty, string? DescribedBy)
{
    public Dictionary<string, object> Attributes
    {
        get
        {
            Dictionary<string, object> attributes = new(StringComparer.Ordinal) { ["id"] = Id };
            if (IsFaulty) attributes["aria-invalid"] = "true";
            if (DescribedBy is not null) attributes["aria-describedby"] = DescribedBy;
            return attributes;
        }
    }
}
