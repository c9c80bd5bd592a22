using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Images;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Enrolment;
using FaceMatch.Server.Tests.Hosting;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Server.Tests.Subjects;

/// <summary>Enrolment, on real faces.</summary>
public sealed class SubjectTests(FaceMatchServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_05_A_subject_is_found_only_between_its_approval_and_its_suspension()
    {
        (_, string first, string second) = SharedFaces.Apart(0);
        string id = await server.EnrolAsync();
        using HttpResponseMessage added = await server.AddImageAsync(id, await File.ReadAllBytesAsync(first, Token));
        await added.ReadAsync<AddedImage>(HttpStatusCode.Created);
        Assert.DoesNotContain(id, await SearchAsync(second));

        HttpClient approver = await server.AsAsync(Role.Approver);
        using HttpResponseMessage approved = await approver.PostAsync($"/api/v1/subjects/{id}/approve", content: null, Token);
        Assert.True((await approved.ReadAsync<SubjectView>()).Searchable);
        Assert.Equal(id, (await SearchAsync(second))[0]);

        using HttpResponseMessage suspended = await approver.PostAsJsonAsync($"/api/v1/subjects/{id}/suspend", new ReasonRequest("lifted"), Token);
        Assert.Equal("suspended", (await suspended.ReadAsync<SubjectView>()).State);
        Assert.DoesNotContain(id, await SearchAsync(second));
    }

    [Fact]
    public async Task A_deleted_subject_is_gone_from_search_and_its_image_from_the_vault()
    {
        (_, string first, string second) = SharedFaces.Apart(1);
        string id = await server.EnrolApprovedAsync(first);
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        SubjectView before = (await officer.GetFromJsonAsync<SubjectView>($"/api/v1/subjects/{id}", ApiAnswers.Json, Token))!;
        string image = $"/api/v1/subjects/{id}/images/{before.Images[0].Id}";
        Assert.Equal(await File.ReadAllBytesAsync(first, Token), await officer.GetByteArrayAsync(image, Token));
        string content = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(first, Token)));
        Assert.True(IsInVault(content));

        Assert.NotEmpty(await server.DeleteSubjectAsync(id));

        Assert.DoesNotContain(id, await SearchAsync(second));
        using HttpResponseMessage gone = await officer.GetAsync(image, Token);
        await gone.RefusedAsync(404, "not-found");
        Assert.False(IsInVault(content));
    }

    [Fact]
    public async Task An_image_of_somebody_else_is_pointed_out_to_the_officer_and_to_the_approver()
    {
        (_, string first, string second) = SharedFaces.Apart(20);
        (_, string stranger, _) = SharedFaces.Apart(21);
        string id = await server.EnrolAsync();
        Assert.Empty((await AddAsync(first)).UnlikeImages);
        Assert.Empty((await AddAsync(second)).UnlikeImages);
        AddedImage foreign = await AddAsync(stranger);
        Assert.Equal([foreign.ImageId], foreign.UnlikeImages);

        HttpClient approver = await server.AsAsync(Role.Approver);
        SubjectView seen = (await approver.GetFromJsonAsync<SubjectView>($"/api/v1/subjects/{id}", ApiAnswers.Json, Token))!;
        Assert.Equal([foreign.ImageId], seen.UnlikeImages);

        async Task<AddedImage> AddAsync(string file)
        {
            using HttpResponseMessage response = await server.AddImageAsync(id, await File.ReadAllBytesAsync(file, Token));
            return await response.ReadAsync<AddedImage>(HttpStatusCode.Created);
        }
    }

    [Fact]
    public async Task A_subject_of_several_images_is_found_once_with_one_of_them()
    {
        (_, string first, string second) = SharedFaces.Apart(22);
        string id = await server.EnrolAsync();
        foreach (string file in new[] { first, second })
        {
            using HttpResponseMessage added = await server.AddImageAsync(id, await File.ReadAllBytesAsync(file, Token));
            await added.ReadAsync<AddedImage>(HttpStatusCode.Created);
        }

        HttpClient approver = await server.AsAsync(Role.Approver);
        using HttpResponseMessage approved = await approver.PostAsync($"/api/v1/subjects/{id}/approve", content: null, Token);
        SubjectView subject = await approved.ReadAsync<SubjectView>();
        HttpClient investigator = await server.AsAsync(Role.Investigator);
        using MultipartFormDataContent form = ApiAnswers.Form(
            ("image", await File.ReadAllBytesAsync(second, Token)), ("caseReference", "C-1"), ("legalReference", "art. 1"), ("justification", "test"));
        using HttpResponseMessage response = await investigator.PostAsync("/api/v1/searches", form, Token);
        SearchView search = await response.ReadAsync<SearchView>(HttpStatusCode.Created);
        CandidateView only = Assert.Single(search.Faces.SelectMany(face => face.Candidates), candidate => candidate.SubjectId == id);
        Assert.Contains(only.ImageId, subject.Images.Select(image => image.Id));
    }

    [Fact]
    public async Task A_deletion_that_a_crash_cut_off_is_ended_by_the_next_start()
    {
        string content = await server.Services.GetRequiredService<IImageVault>().StoreAsync(Guid.NewGuid().ToByteArray(), Token);
        await using FaceMatchDbContext db = await server.Services.GetRequiredService<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(Token);
        LedgerRecord deleted = new(
            Guid.NewGuid(), "officer", Bootstrap: false, ErasureResume.Deleted, $"subject/{Guid.NewGuid()}", $$"""{"images":["{{content}}"]}""");
        await server.Services.GetRequiredService<LedgerWriter>().SaveAsync(db, Token, deleted);

        Assert.Equal(1, await server.Services.GetRequiredService<ErasureResume>().ResumeAsync(DateTimeOffset.UtcNow, Token));
        Assert.False(IsInVault(content));
        Assert.Equal(0, await server.Services.GetRequiredService<ErasureResume>().ResumeAsync(DateTimeOffset.UtcNow, Token));
    }

    [Fact]
    public async Task Oversight_06_Who_enrolled_or_gave_an_image_does_not_approve()
    {
        (_, string first, _) = SharedFaces.Apart(2);
        HttpClient both = await server.AsAsync(Role.WatchlistOfficer, Role.Approver);
        string id = await server.EnrolAsync();
        using MultipartFormDataContent form = ApiAnswers.Form(("image", await File.ReadAllBytesAsync(first, Token)), ("source", "s"), ("lawfulHolding", "l"));
        using HttpResponseMessage added = await both.PostAsync($"/api/v1/subjects/{id}/images", form, Token);
        await added.ReadAsync<AddedImage>(HttpStatusCode.Created);
        using HttpResponseMessage own = await both.PostAsync($"/api/v1/subjects/{id}/approve", content: null, Token);
        await own.RefusedAsync(409, "same-person");
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        using HttpResponseMessage lacking = await officer.PostAsync($"/api/v1/subjects/{id}/approve", content: null, Token);
        await lacking.RefusedAsync(403, "role-required");
    }

    [Fact]
    public async Task Oversight_06_An_image_after_the_approval_is_refused()
    {
        (_, string first, string second) = SharedFaces.Apart(3);
        string id = await server.EnrolApprovedAsync(first);
        using HttpResponseMessage late = await server.AddImageAsync(id, await File.ReadAllBytesAsync(second, Token));
        await late.RefusedAsync(409, "not-pending");
    }

    [Fact]
    public async Task A_person_enrolled_twice_is_shown_as_a_duplicate()
    {
        (_, string first, string second) = SharedFaces.Apart(4);
        string known = await server.EnrolApprovedAsync(first);
        using HttpResponseMessage again = await server.AddImageAsync(await server.EnrolAsync(), await File.ReadAllBytesAsync(second, Token));
        AddedImage added = await again.ReadAsync<AddedImage>(HttpStatusCode.Created);
        Assert.Equal(known, Assert.Single(added.Duplicates).SubjectId);
    }

    [Fact]
    public async Task A_picture_of_two_people_is_refused()
    {
        string group = Path.Combine(SharedFaces.Folder("families"), "identification1.jpg");
        using HttpResponseMessage response = await server.AddImageAsync(await server.EnrolAsync(), await File.ReadAllBytesAsync(group, Token));
        await response.RefusedAsync(422, "several-faces");
    }

    [Fact]
    public async Task A_search_of_one_list_does_not_find_who_is_on_another()
    {
        (_, string first, string second) = SharedFaces.Apart(5);
        string id = await server.EnrolApprovedAsync(first, "victim");
        string with = await server.MakeListAsync("victim");
        string without = await server.MakeListAsync("victim");
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        for (int twice = 0; twice < 2; twice++)
        {
            using HttpResponseMessage put = await officer.PutAsync($"/api/v1/watchlists/{with}/subjects/{id}", content: null, Token);
            Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
        }

        Assert.Contains(id, await SearchAsync(second, with));
        Assert.DoesNotContain(id, await SearchAsync(second, without));
        using HttpResponseMessage removed = await officer.DeleteAsync($"/api/v1/watchlists/{with}/subjects/{id}", Token);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.DoesNotContain(id, await SearchAsync(second, with));
    }

    /// <returns>Subjects proposed for the largest face, nearest first.</returns>
    private async Task<List<string>> SearchAsync(string probe, string? list = null)
    {
        SearchView view = await server.SearchAsync(probe, list is null ? [] : [("watchlistIds", list)]);
        return [.. view.Faces.MaxBy(face => face.Box.Area)!.Candidates.Select(candidate => candidate.SubjectId)];
    }

    private bool IsInVault(string content) =>
        Directory.EnumerateFiles(Path.Combine(server.DataDirectory, "images"), content, SearchOption.AllDirectories).Any();
}
