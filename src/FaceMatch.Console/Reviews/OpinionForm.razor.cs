using FaceMatch.Core.Reviews;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Reviews;

/// <summary>
/// Checklist, conclusion and note, by keyboard alone: 1, 2, 3 answer the row in focus and go on to the next,
/// Ctrl+Enter gives the opinion. The keys work only inside the form (WCAG 2.2, 2.1.4).
/// </summary>
public partial class OpinionForm
{
    private readonly OpinionDraft _draft = new();
    private readonly ElementReference[] _rows = new ElementReference[OpinionDraft.Features.Count + 1];
    private ElementReference _note;

    [Inject]
    private IStringLocalizer<ReviewsText> T { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Words> W { get; set; } = null!;

    [Parameter]
    public bool Busy { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<OpinionRequest> Given { get; set; }

    private static int ConclusionRow => OpinionDraft.Features.Count;

    private string Progress =>
        !_draft.ChecklistComplete ? T["Answered", _draft.Answered, OpinionDraft.Features.Count]
        : _draft.Conclusion is null ? T["ConclusionMissing"]
        : T["Ready"];

    private async Task RowKeyAsync(KeyboardEventArgs key, int row)
    {
        if (key.CtrlKey || key.AltKey || key.MetaKey || key.Key is not ("1" or "2" or "3")) return;
        int choice = key.Key[0] - '1';
        if (row == ConclusionRow)
        {
            _draft.Conclusion = OpinionDraft.Conclusions[choice];
            await _note.FocusAsync();
            return;
        }

        _draft[OpinionDraft.Features[row]] = OpinionDraft.Comparisons[choice];
        await _rows[row + 1].FocusAsync();
    }

    private Task FormKeyAsync(KeyboardEventArgs key) =>
        key is { Key: "Enter", CtrlKey: true } ? SubmitAsync() : Task.CompletedTask;

    private Task SubmitAsync() =>
        _draft.Complete && !Busy ? Given.InvokeAsync(_draft.ToRequest()) : Task.CompletedTask;
}
