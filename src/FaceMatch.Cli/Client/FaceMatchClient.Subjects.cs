using System.Net.Http.Headers;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;

namespace FaceMatch.Cli.Client;

public sealed partial class FaceMatchClient
{
    public Task<CreatedAccount> CreateAccountAsync(CreateAccountRequest request, CancellationToken cancellationToken) =>
        PostAsync<CreatedAccount>("accounts", request, cancellationToken);

    public Task<IReadOnlyList<AccountView>> ListAccountsAsync(CancellationToken cancellationToken) =>
        GetAsync<IReadOnlyList<AccountView>>("accounts", cancellationToken);

    public Task<IReadOnlyList<WatchlistView>> ListWatchlistsAsync(CancellationToken cancellationToken) =>
        GetAsync<IReadOnlyList<WatchlistView>>("watchlists", cancellationToken);

    public Task<CreatedWatchlist> CreateWatchlistAsync(CreateWatchlistRequest request, CancellationToken cancellationToken) =>
        PostAsync<CreatedWatchlist>("watchlists", request, cancellationToken);

    public Task<CreatedSubject> EnrolAsync(EnrolSubjectRequest request, CancellationToken cancellationToken) =>
        PostAsync<CreatedSubject>("subjects", request, cancellationToken);

    public Task<AddedImage> AddImageAsync(
        string subjectId, ReadOnlyMemory<byte> image, string source, string lawfulHolding, CancellationToken cancellationToken)
    {
        MultipartFormDataContent form = new()
        {
            { Image(new ReadOnlyMemoryContent(image)), "image", "image" },
            { new StringContent(source), "source" },
            { new StringContent(lawfulHolding), "lawfulHolding" },
        };
        return PostAsync<AddedImage>($"subjects/{subjectId}/images", form, cancellationToken);
    }

    public Task<SubjectView> ApproveSubjectAsync(string subjectId, CancellationToken cancellationToken) =>
        PostAsync<SubjectView>($"subjects/{subjectId}/approve", null, cancellationToken);

    public async Task AddToWatchlistAsync(string watchlistId, string subjectId, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, $"watchlists/{watchlistId}/subjects/{subjectId}");
        using HttpResponseMessage response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    /// <param name="onSent">Told the bytes sent so far.</param>
    public Task<AcceptedImport> SubmitImportAsync(Stream manifest, Stream archive, Action<long> onSent, CancellationToken cancellationToken)
    {
        MultipartFormDataContent form = new()
        {
            { Typed(new StreamContent(manifest), "text/csv"), "manifest", "manifest.csv" },
            { Typed(new StreamContent(new CountedStream(archive, onSent)), "application/zip"), "archive", "images.zip" },
        };
        return PostAsync<AcceptedImport>("imports", form, cancellationToken);
    }

    public Task<ImportView> GetImportAsync(string importId, CancellationToken cancellationToken) =>
        GetAsync<ImportView>($"imports/{importId}", cancellationToken);

    public Task<ImportView> ApproveImportAsync(string importId, CancellationToken cancellationToken) =>
        PostAsync<ImportView>($"imports/{importId}/approve", null, cancellationToken);

    private static HttpContent Image(HttpContent content) => Typed(content, "application/octet-stream");

    private static HttpContent Typed(HttpContent content, string mediaType)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return content;
    }
}
