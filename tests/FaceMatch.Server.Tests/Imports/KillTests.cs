using System.Net.Http.Json;
using System.Security.Cryptography;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Tests.Hosting;
using FaceMatch.Tests.Shared;

namespace FaceMatch.Server.Tests.Imports;

public sealed class KillTests
{
    private const int People = 24;
    private const int Kills = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task An_import_goes_on_after_kill_9_and_neither_loses_nor_doubles_an_image()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        string data = Path.Combine(Path.GetTempPath(), "facematch-tests", Guid.NewGuid().ToString("N"));
        ImportFiles files = new();
        HashSet<string> hashes = new(StringComparer.Ordinal);
        foreach ((string name, string first, string second) in SharedFaces.People(People))
        {
            foreach (string photograph in (string[])[first, second])
            {
                byte[] image = await File.ReadAllBytesAsync(photograph, token);
                files.Row(name, Path.GetFileName(photograph), image);
                hashes.Add(Convert.ToHexStringLower(SHA256.HashData(image)));
            }
        }

        string id = await SubmitAndKillAsync(data, files);
        for (int kill = 1; kill < Kills; kill++) await KillAfterSomeRowsAsync(data, id);

        using ServerProcess last = await ServerProcess.StartAsync(data);
        ImportView done = await last.Client.WhenAsync(id, view => view.State != "running");
        Assert.Equal("awaitingApproval", done.State);
        Assert.Equal(2 * People, done.RowsDone);
        Assert.Equal(done.Rows, done.Accepted + done.Rejected.Count);
        Assert.True(done.Accepted >= People, $"Only {done.Accepted} accepted: {string.Join(", ", done.Rejected.Select(row => row.Code))}.");
        Assert.Equal(done.DuplicatesFound, done.Duplicates.Select(pair => (pair.SubjectId, pair.OtherSubjectId)).Distinct().Count());
        Assert.Equal(done.UnlikeImagesFound, done.UnlikeImages.Select(odd => odd.ImageId).Distinct(StringComparer.Ordinal).Count());
        await CheckImagesAsync(last.Client, done, hashes);
        await last.KillAsync();
        await TestDatabase.DropAsync(data);
        Directory.Delete(data, recursive: true);
    }

    private static async Task<string> SubmitAndKillAsync(string data, ImportFiles files)
    {
        using ServerProcess server = await ServerProcess.StartAsync(data);
        string id = await server.Client.SubmitAsync(files);
        await server.Client.WhenAsync(id, view => view.RowsDone >= 3);
        await server.KillAsync();
        return id;
    }

    private static async Task KillAfterSomeRowsAsync(string data, string id)
    {
        using ServerProcess server = await ServerProcess.StartAsync(data);
        ImportView begun = await server.Client.WhenAsync(id, _ => true);
        await server.Client.WhenAsync(id, view => view.RowsDone >= Math.Min(begun.RowsDone + 5, view.Rows));
        await server.KillAsync();
    }

    /// <summary>Every accepted row is one image, whose bytes are those that were sent.</summary>
    private static async Task CheckImagesAsync(HttpClient client, ImportView done, HashSet<string> hashes)
    {
        Page<SubjectView> subjects = (await client.GetFromJsonAsync<Page<SubjectView>>("/api/v1/subjects?limit=200", ApiAnswers.Json, Token))!;
        Assert.Equal(subjects.Items.Count, subjects.Items.Select(subject => subject.ReferenceNumber).Distinct(StringComparer.Ordinal).Count());
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (SubjectView subject in subjects.Items)
        {
            foreach (ImageView image in subject.Images)
            {
                byte[] bytes = await client.GetByteArrayAsync($"/api/v1/subjects/{subject.Id}/images/{image.Id}", Token);
                Assert.True(seen.Add(Convert.ToHexStringLower(SHA256.HashData(bytes))), "An image is there twice.");
            }
        }

        Assert.Equal(done.Accepted, seen.Count);
        Assert.Subset(hashes, seen);
    }
}
