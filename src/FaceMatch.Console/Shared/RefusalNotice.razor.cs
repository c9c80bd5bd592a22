using FaceMatch.Core.Refusals;
using Microsoft.AspNetCore.Components;

namespace FaceMatch.Console.Shared;

/// <summary>Says what the system refused and what to do, in its own sentence, with the faults that no field shows itself.</summary>
public partial class RefusalNotice
{
    [Parameter, EditorRequired]
    public RefusalException? Refusal { get; set; }

    /// <summary>Fields of the form that show their own faults.</summary>
    [Parameter]
    public IReadOnlyCollection<string> Shown { get; set; } = [];

    private List<(string Field, string Fault)> Elsewhere =>
    [
        .. (Refusal?.Fields ?? new Dictionary<string, string[]>(StringComparer.Ordinal))
            .Where(entry => !Shown.Contains(entry.Key, StringComparer.OrdinalIgnoreCase))
            .SelectMany(entry => entry.Value.Select(fault => (entry.Key, fault))),
    ];
}
