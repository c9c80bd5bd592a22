using FaceMatch.Core.Faces;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Shared;

/// <summary>The faces found, drawn over the picture they were found in; one of them can be chosen.</summary>
public partial class FaceOverlay
{
    /// <summary>Share of the picture's shorter side, so that numbers stay legible at any size.</summary>
    private const float LabelShare = 0.045f;

    [Inject]
    private IStringLocalizer<Words> W { get; set; } = null!;

    [Parameter, EditorRequired]
    public FrameSize Frame { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<OverlayFace> Faces { get; set; } = [];

    [Parameter]
    public int? Chosen { get; set; }

    [Parameter]
    public EventCallback<int> ChosenChanged { get; set; }

    private float LabelSize => Math.Min(Frame.Width, Frame.Height) * LabelShare;

    private float LabelGap => LabelSize * 0.3f;

    private Task ChooseAsync(OverlayFace face) => ChosenChanged.InvokeAsync(face.Index);

    private Task KeyAsync(KeyboardEventArgs key, OverlayFace face) =>
        key.Key is "Enter" or " " ? ChooseAsync(face) : Task.CompletedTask;
}

/// <param name="Index">The face's number in its picture, from 0.</param>
public sealed record OverlayFace(int Index, Box Box);
