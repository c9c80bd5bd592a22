using FaceMatch.Console.Shared;
using FaceMatch.Console.Shell;
using FaceMatch.Core.Searches;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace FaceMatch.Console.Search;

/// <summary>
/// Drop, paste or choose one picture. It is shown from the browser's own memory; its bytes go to the server once, over
/// the circuit, and stay in the circuit's memory until the search is made or the page is left.
/// </summary>
public sealed partial class ProbePicker : IAsyncDisposable
{
    /// <summary>The server's own limit, asked for here so that nobody waits for an upload that is then refused.</summary>
    private const int LargestMegabytes = 100;

    private const long LargestBytes = LargestMegabytes * 1024L * 1024L;

    private InputFile? _input;
    private ElementReference _picture;
    private IJSObjectReference? _script;
    private IJSObjectReference? _paste;
    private IJSObjectReference? _picked;
    private int _choices;
    private bool _shown;
    private bool _over;
    private bool _tooLarge;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private IStringLocalizer<SearchText> T { get; set; } = null!;

    [Parameter]
    public FacesPreview? Preview { get; set; }

    [Parameter]
    public int? Chosen { get; set; }

    [Parameter]
    public EventCallback<int?> ChosenChanged { get; set; }

    /// <summary>The file as it came; null when there is none any more.</summary>
    [Parameter]
    public EventCallback<byte[]?> Read { get; set; }

    [Parameter]
    public bool Busy { get; set; }

    private static OverlayFace[] Overlay(FacesPreview preview) =>
        [.. preview.Faces.Select(face => new OverlayFace(face.FaceIndex, face.Box))];

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || _input?.Element is not { } element) return;
        _script = await Script.ImportConsoleAsync();
        _paste = await _script.InvokeAsync<IJSObjectReference>("acceptPaste", element);
    }

    private async Task ChangedAsync(InputFileChangeEventArgs change)
    {
        _over = false;
        _tooLarge = change.File.Size > LargestBytes;
        if (_tooLarge || _script is null || _input?.Element is not { } element)
        {
            _shown = false;
            await Read.InvokeAsync(null);
            return;
        }

        int choice = ++_choices;
        await StopAsync(_picked);
        _picked = await _script.InvokeAsync<IJSObjectReference>("showChosen", element, _picture);
        _shown = true;
        byte[]? bytes = await ReadAsync(change.File, choice);
        if (choice == _choices) await Read.InvokeAsync(bytes);
    }

    /// <returns>Null when another picture was chosen meanwhile: the browser lets go of the first, however far it was read.</returns>
    private async Task<byte[]?> ReadAsync(IBrowserFile file, int choice)
    {
        try
        {
            await using Stream stream = file.OpenReadStream(LargestBytes);
            byte[] bytes = new byte[file.Size];
            await stream.ReadExactlyAsync(bytes);
            return bytes;
        }
        catch (Exception) when (choice != _choices)
        {
            return null;
        }
    }

    private static async Task StopAsync(IJSObjectReference? handle)
    {
        if (handle is null) return;
        await handle.InvokeVoidAsync("stop");
        await handle.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync(_paste);
            await StopAsync(_picked);
            if (_script is not null) await _script.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser went away and took its listeners along.
        }
    }
}
