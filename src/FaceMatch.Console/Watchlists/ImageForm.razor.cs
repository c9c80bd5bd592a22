using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Watchlists;

/// <summary>One more picture of a subject, with where it comes from and why it may be held.</summary>
public partial class ImageForm
{
    public static readonly string[] Fields = ["image", "source", "lawfulHolding"];

    /// <summary>The server's own limit for a picture file.</summary>
    private const long LargestBytes = 100L * 1024 * 1024;

    private IBrowserFile? _file;
    private bool _reading;
    private string? _source;
    private string? _holding;

    [Inject]
    private IStringLocalizer<WatchlistsText> T { get; set; } = null!;

    [Parameter]
    public RefusalException? Refusal { get; set; }

    [Parameter]
    public bool Busy { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<AddImageRequest> Given { get; set; }

    private void Chosen(InputFileChangeEventArgs change) => _file = change.File;

    private async Task SubmitAsync()
    {
        if (_file is not { } file || Busy || _reading) return;
        _reading = true;
        byte[] bytes = new byte[file.Size];
        try
        {
            await using Stream stream = file.OpenReadStream(LargestBytes);
            await stream.ReadExactlyAsync(bytes);
        }
        finally
        {
            _reading = false;
        }

        await Given.InvokeAsync(new AddImageRequest(bytes, _source, _holding));
    }
}
