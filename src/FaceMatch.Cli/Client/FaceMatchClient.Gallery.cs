using System.Globalization;
using FaceMatch.Core.Galleries;

namespace FaceMatch.Cli.Client;

public sealed partial class FaceMatchClient
{
    public Task<GalleryView> GetGalleryAsync(CancellationToken cancellationToken) => GetAsync<GalleryView>("gallery", cancellationToken);

    public Task<GalleryView> ReshardAsync(ReshardRequest request, CancellationToken cancellationToken) =>
        PostAsync<GalleryView>("gallery/generations", request, cancellationToken);

    public Task<GalleryView> GiveUpGenerationAsync(int generation, CancellationToken cancellationToken) => AskAsync<GalleryView>(
        new HttpRequestMessage(HttpMethod.Delete, string.Create(CultureInfo.InvariantCulture, $"gallery/generations/{generation}")), cancellationToken);
}
