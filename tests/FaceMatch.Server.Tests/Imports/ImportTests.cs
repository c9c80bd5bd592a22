using System.Net;
using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Server.Tests.BadInputs;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Imports;

public sealed class ImportTests(FaceMatchServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Good_rows_become_subjects_and_bad_ones_are_named_with_their_reason(bool archiveFirst)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        IReadOnlyList<(string Name, string First, string Second)> people = SharedFaces.People(14);
        string run = Guid.NewGuid().ToString("N");
        string list = $"list {run}";
        ImportFiles files = new ImportFiles()
            .Row($"{run}-1", "a/first.jpg", await File.ReadAllBytesAsync(people[12].First, token), list)
            .Row($"{run}-1", "a/second.jpg", await File.ReadAllBytesAsync(people[12].Second, token), list)
            .Row($"{run}-2", "b.jpg", await File.ReadAllBytesAsync(people[13].First, token), list)
            .Row($"{run}-3", "../../etc/passwd", content: null, list)
            .Row($"{run}-4", "text.jpg", "not a picture"u8.ToArray(), list)
            .Row($"{run}-5", "empty.jpg", Pictures.Jpeg, list)
            .Row($"{run}-6", "bomb.jpg", new byte[20 << 20], list)
            .Row($"{run}-7", "b.jpg", content: null, list, expiresAt: "someday")
            .Row($"{run}-8", "b.jpg", content: null, list, category: "curious")
            .Row($"{run}-9", "b.jpg", content: null, list, category: "victim")
            .Row($"{run}-1", "a/first.jpg", content: null, list);
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);

        string id = await officer.SubmitAsync(files, archiveFirst);
        ImportView done = await officer.WhenAsync(id, view => view.State != "running");

        Assert.Equal(("awaitingApproval", 11, 11, 3), (done.State, done.Rows, done.RowsDone, done.Accepted));
        (int Row, string Code)[] rejected = [.. done.Rejected.Select(row => (row.Row, row.Code))];
        (int Row, string Code)[] expected =
        [
            (4, "file-missing"), (5, "undecodable-image"), (6, "no-face"), (7, "suspicious-compression"),
            (8, "invalid-fields"), (9, "invalid-fields"), (10, "wrong-category"), (11, "image-already-enrolled"),
        ];
        Assert.Equal(expected, rejected);
        Assert.All(done.Rejected, row => Assert.NotEmpty(row.Reason));
        await ApproveAsync(id, officer, list);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_number_that_was_enrolled_before_is_not_taken_over_by_an_import()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        (_, string first, _) = SharedFaces.People(14)[11];
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        EnrolSubjectRequest known = Enrolments.Request();
        using HttpResponseMessage enrolled = await officer.PostAsJsonAsync("/api/v1/subjects", known, token);
        await enrolled.ReadAsync<CreatedSubject>(HttpStatusCode.Created);

        string id = await officer.SubmitAsync(new ImportFiles().Row(known.ReferenceNumber!, "a.jpg", await File.ReadAllBytesAsync(first, token)));
        ImportView done = await officer.WhenAsync(id, view => view.State != "running");
        Assert.Equal("failed", done.State);
        Assert.Equal("reference-number-taken", Assert.Single(done.Rejected).Code);
    }

    private async Task ApproveAsync(string id, HttpClient officer, string list)
    {
        HttpClient both = await server.AsAsync(Role.WatchlistOfficer, Role.Approver);
        using HttpResponseMessage lacking = await officer.PostAsync($"/api/v1/imports/{id}/approve", content: null, Token);
        await lacking.RefusedAsync(403, "role-required");
        using HttpResponseMessage approved = await both.PostAsync($"/api/v1/imports/{id}/approve", content: null, Token);
        Assert.Equal("approved", (await approved.ReadAsync<ImportView>()).State);
        List<WatchlistView> lists = (await officer.GetFromJsonAsync<List<WatchlistView>>("/api/v1/watchlists", ApiAnswers.Json, Token))!;
        Assert.Equal((2, 2), lists.Where(view => view.Name == list).Select(view => (view.Subjects, view.Searchable)).Single());
        using HttpResponseMessage again = await both.PostAsync($"/api/v1/imports/{id}/approve", content: null, Token);
        await again.RefusedAsync(409, "not-awaiting-approval");
    }
}
