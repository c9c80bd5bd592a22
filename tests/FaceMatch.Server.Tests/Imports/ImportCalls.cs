using System.Net;
using System.Net.Http.Json;
using FaceMatch.Core.Imports;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Imports;

public static class ImportCalls
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    public static async Task<string> SubmitAsync(this HttpClient client, ImportFiles files, bool archiveFirst = false)
    {
        (string, object)[] parts = [("manifest", files.Manifest), ("archive", files.Archive())];
        using MultipartFormDataContent form = ApiAnswers.Form(archiveFirst ? [parts[1], parts[0]] : parts);
        using HttpResponseMessage response = await client.PostAsync("/api/v1/imports", form, TestContext.Current.CancellationToken);
        return (await response.ReadAsync<AcceptedImport>(HttpStatusCode.Accepted)).ImportId;
    }

    /// <summary>Looks until the import is as wanted; the time limit of the test is the patience.</summary>
    public static async Task<ImportView> WhenAsync(this HttpClient client, string importId, Func<ImportView, bool> wanted)
    {
        using PeriodicTimer look = new(BetweenLooks);
        while (true)
        {
            ImportView view = (await client.GetFromJsonAsync<ImportView>($"/api/v1/imports/{importId}", ApiAnswers.Json, TestContext.Current.CancellationToken))!;
            if (wanted(view)) return view;
            await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
