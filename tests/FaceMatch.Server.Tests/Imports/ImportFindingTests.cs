using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Access;
using FaceMatch.Server.Imports;
using FaceMatch.Server.Tests.Hosting;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Server.Tests.Imports;

/// <summary>What the second person is shown before approving an import, on real faces.</summary>
public sealed class ImportFindingTests(FaceMatchServer server)
{
    private const int Patience = 120_000;

    private readonly string _run = Guid.NewGuid().ToString("N");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience)]
    public async Task A_person_who_is_in_an_import_twice_is_reported_with_both_files_to_all_who_may_see_it()
    {
        (_, string first, string second) = SharedFaces.Apart(30);
        (_, string stranger, _) = SharedFaces.Apart(31);
        ImportView done = await ImportAsync(await FilesAsync(("1", first), ("2", second), ("3", stranger)), TestContext.Current.CancellationToken);

        Assert.Equal((3, 1, 0), (done.Accepted, done.DuplicatesFound, done.UnlikeImagesFound));
        ImportDuplicate pair = Assert.Single(done.Duplicates);
        Assert.Equal(($"{_run}-1", "1-0.jpg", $"{_run}-2", "2-0.jpg"), (pair.ReferenceNumber, pair.File, pair.OtherReferenceNumber, pair.OtherFile));
        Assert.InRange(pair.Fmr, 0, 1e-5);
        Assert.Contains("\"duplicates\":1,\"unlikeImages\":0", await FinishedAsync(done.Id), StringComparison.Ordinal);

        foreach (Role role in new[] { Role.Approver, Role.Auditor })
            Assert.Equal(pair, Assert.Single((await ViewAsync(done.Id, role)).Duplicates));
        HttpClient administrator = await server.AsAsync(Role.Administrator);
        using HttpResponseMessage refused = await administrator.GetAsync($"/api/v1/imports/{done.Id}", Token);
        await refused.RefusedAsync(403, "role-required");
    }

    [Fact(Timeout = Patience)]
    public async Task A_person_enrolled_before_is_reported_until_either_is_erased()
    {
        (_, string first, string second) = SharedFaces.Apart(32);
        string known = await server.EnrolApprovedAsync(first);
        ImportView done = await ImportAsync(await FilesAsync(("1", second)), TestContext.Current.CancellationToken);

        ImportDuplicate pair = Assert.Single(done.Duplicates);
        Assert.Equal((known, null, "1-0.jpg"), (pair.OtherSubjectId, pair.OtherFile, pair.File));

        await server.DeleteSubjectAsync(known);
        ImportView after = await ViewAsync(done.Id, Role.Approver);
        Assert.Empty(after.Duplicates);
        Assert.Equal(1, after.DuplicatesFound);
    }

    [Fact(Timeout = Patience)]
    public async Task An_image_of_somebody_else_among_those_of_a_subject_is_reported_with_its_file_until_the_subject_is_erased()
    {
        (_, string first, string second) = SharedFaces.Apart(33);
        (_, string stranger, _) = SharedFaces.Apart(34);
        ImportView done = await ImportAsync(await FilesAsync(("1", first), ("1", stranger), ("1", second)), TestContext.Current.CancellationToken);

        Assert.Equal((3, 0, 1), (done.Accepted, done.DuplicatesFound, done.UnlikeImagesFound));
        ImportUnlikeImage odd = Assert.Single(done.UnlikeImages);
        Assert.Equal(($"{_run}-1", "1-1.jpg"), (odd.ReferenceNumber, odd.File));
        HttpClient approver = await server.AsAsync(Role.Approver);
        SubjectView subject = (await approver.GetFromJsonAsync<SubjectView>($"/api/v1/subjects/{odd.SubjectId}", ApiAnswers.Json, Token))!;
        Assert.Equal([odd.ImageId], subject.UnlikeImages);

        await server.DeleteSubjectAsync(odd.SubjectId);
        Assert.Empty((await ViewAsync(done.Id, Role.Approver)).UnlikeImages);
    }

    [Fact(Timeout = Patience)]
    public async Task An_import_of_different_people_each_shown_by_their_own_images_reports_nothing()
    {
        (_, string first, string second) = SharedFaces.Apart(35);
        (_, string other, string another) = SharedFaces.Apart(36);
        ImportView done = await ImportAsync(await FilesAsync(("1", first), ("1", second), ("2", other), ("2", another)), TestContext.Current.CancellationToken);

        Assert.Equal((4, 0, 0), (done.Accepted, done.DuplicatesFound, done.UnlikeImagesFound));
        Assert.Empty(done.Duplicates);
        Assert.Empty(done.UnlikeImages);
    }

    [Fact(Timeout = Patience)]
    public async Task An_import_whose_end_is_done_again_shows_each_finding_once_and_none_of_a_subject_erased_meanwhile()
    {
        (_, string first, string second) = SharedFaces.Apart(37);
        (_, string stranger, _) = SharedFaces.Apart(38);
        ImportFiles files = await FilesAsync(("1", first), ("2", second), ("3", first), ("3", second), ("3", stranger));
        ImportView done = await ImportAsync(files, TestContext.Current.CancellationToken);
        Assert.Equal((5, 3, 1), (done.Accepted, done.DuplicatesFound, done.UnlikeImagesFound));

        using ImportArchive archive = ImportArchive.Open(new MemoryStream(files.Archive()));
        await using FaceMatchDbContext db = await server.Services.GetRequiredService<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(Token);
        ImportFindings again = await server.Services.GetRequiredService<ImportCheck>()
            .FindAsync(await db.Imports.SingleAsync(import => import.Id == Guid.Parse(done.Id), Token), new ImportedFiles(ManifestReader.Read(files.Manifest), archive), Token);
        await FinishAsync(done.Id, again);
        ImportView twice = await ViewAsync(done.Id, Role.WatchlistOfficer);
        Assert.Equal(done.Duplicates, twice.Duplicates);
        Assert.Equal(done.UnlikeImages, twice.UnlikeImages);

        await server.DeleteSubjectAsync(done.UnlikeImages[0].SubjectId);
        await FinishAsync(done.Id, again);
        ImportView last = await ViewAsync(done.Id, Role.WatchlistOfficer);
        Assert.Equal(($"{_run}-1", $"{_run}-2"), last.Duplicates.Select(pair => (pair.ReferenceNumber, pair.OtherReferenceNumber)).Single());
        Assert.Empty(last.UnlikeImages);
    }

    /// <summary>Each image as the file "subject-position.jpg".</summary>
    private async Task<ImportFiles> FilesAsync(params (string Subject, string Photograph)[] images)
    {
        ImportFiles files = new();
        Dictionary<string, int> next = [];
        foreach ((string subject, string photograph) in images)
        {
            int position = next.GetValueOrDefault(subject);
            next[subject] = position + 1;
            files.Row($"{_run}-{subject}", $"{subject}-{position}.jpg", await File.ReadAllBytesAsync(photograph, Token));
        }

        return files;
    }

    private async Task<ImportView> ImportAsync(ImportFiles files, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        ImportView done = await officer.WhenAsync(await officer.SubmitAsync(files), view => view.State != "running");
        Assert.Equal("awaitingApproval", done.State);
        return done;
    }

    private async Task<ImportView> ViewAsync(string id, Role role)
    {
        HttpClient client = await server.AsAsync(role);
        return (await client.GetFromJsonAsync<ImportView>($"/api/v1/imports/{id}", ApiAnswers.Json, Token))!;
    }

    private async Task FinishAsync(string id, ImportFindings findings)
    {
        Guid import = Guid.Parse(id);
        await using FaceMatchDbContext db = await OpenAsync();
        Guid by = await db.Imports.Where(row => row.Id == import).Select(row => row.SubmittedBy).SingleAsync(Token);
        Actor actor = (await server.Services.GetRequiredService<IActorSource>().FindAsync(by, Token))!;
        await server.Services.GetRequiredService<ImportRows>().FinishAsync(import, actor, findings, Token);
    }

    private async Task<string> FinishedAsync(string id)
    {
        await using FaceMatchDbContext db = await OpenAsync();
        return await db.LedgerEntries.Where(entry => entry.Action == "import.finished" && entry.Target == $"import/{id}")
            .Select(entry => entry.Detail).SingleAsync(Token);
    }

    private Task<FaceMatchDbContext> OpenAsync() => server.Services.GetRequiredService<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(Token);
}
