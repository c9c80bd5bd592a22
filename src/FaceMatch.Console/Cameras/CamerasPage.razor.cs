using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Cameras;

/// <summary>A wall of states and counters. Pictures of passers-by are not shown to anybody.</summary>
public partial class CamerasPage
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    private static readonly string[] Fields = ["name", "kind", "source", "zone", "unit"];

    private static readonly string[] Kinds = ["fixed", "vehicle", "body-worn", "phone"];

    private IReadOnlyList<CameraView>? _cameras;
    private bool _adding;
    private string? _name;
    private string _kind = Kinds[0];
    private string? _source;
    private string? _zone;
    private string? _unit;

    [Inject]
    private IStringLocalizer<CamerasText> T { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _unit = Me.Unit;
        if (await TryAsync(LoadAsync)) _ = KeepLookingAsync(LookAgain, LoadAsync);
    }

    private async Task LoadAsync() => _cameras = await Desk.AskAsync<ICameraService, IReadOnlyList<CameraView>>(
        (service, actor) => service.ListAsync(actor, Leaving));

    private async Task StopAsync(CameraView camera) => await TryAsync(async () =>
    {
        await Desk.AskAsync<IStopService, StopView>((service, actor) => service.OrderAsync(actor, new StopRequest("camera", camera.Id, null), Leaving));
        await LoadAsync();
    });

    private async Task AddAsync()
    {
        CreateCameraRequest request = new(_name, _kind, string.IsNullOrWhiteSpace(_source) ? null : _source.Trim(), _zone, _unit);
        bool added = await TryAsync(async () =>
        {
            await Desk.AskAsync<ICameraService, CreatedCamera>((service, actor) => service.CreateAsync(actor, request, Leaving));
            await LoadAsync();
        });
        if (!added) return;
        _adding = false;
        _name = _source = _zone = null;
    }
}
