using FaceMatch.Core.Refusals;
using Microsoft.AspNetCore.Components;

namespace FaceMatch.Console.Shared;

/// <summary>Several of a list, by tick boxes.</summary>
public partial class TickList
{
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Parameter, EditorRequired]
    public string Legend { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<(string Id, string Name)> Items { get; set; } = [];

    /// <summary>The ids that are ticked; kept up to date in place.</summary>
    [Parameter, EditorRequired]
    public ISet<string> Ticked { get; set; } = new HashSet<string>(StringComparer.Ordinal);

    [Parameter]
    public string? Empty { get; set; }

    [Parameter]
    public RefusalException? Refusal { get; set; }

    private string[] Faults =>
        Refusal?.Fields?.FirstOrDefault(entry => string.Equals(entry.Key, Id, StringComparison.OrdinalIgnoreCase)).Value ?? [];

    private void Tick(string id, ChangeEventArgs change)
    {
        if (change.Value is true) Ticked.Add(id);
        else Ticked.Remove(id);
    }
}
