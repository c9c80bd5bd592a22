using System.Text.Json;
using System.Text.Json.Serialization;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Storage.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Tests.Aggregates;

/// <summary>What is saved is what a later process reads, to the last digit and tick.</summary>
public abstract class RoundTripTests(Database on)
{
    public sealed class OnSqlite() : RoundTripTests(Database.Sqlite);

    public sealed class OnPostgres() : RoundTripTests(Database.Postgres);

    private static readonly JsonSerializerOptions Written = new() { Converters = { new TemplateConverter() } };

    [Fact]
    public async Task A_subject_with_its_images_and_templates()
    {
        await using Rig rig = await Rig.StartAsync(on);
        Subject saved = Make.Approved(rig.Time.GetUtcNow());
        await rig.SaveAsync(saved);
        await rig.ReopenAsync();
        await using FaceMatchDbContext db = rig.Open();

        Subject read = await db.Subjects.Include(subject => subject.Images).ThenInclude(image => image.Templates).SingleAsync(Rig.Cancel);

        AssertSame(saved, read);
        Assert.Equal([1f, 0, 0, 0], read.Images[0].Templates[0].ToEmbedding());
        Assert.True(read.Images[0].Templates[0].Id > 0);
    }

    [Fact]
    public async Task A_deleted_subject_keeps_its_number_and_loses_images_and_templates()
    {
        await using Rig rig = await Rig.StartAsync(on);
        Subject saved = Make.Approved(rig.Time.GetUtcNow());
        await rig.SaveAsync(saved);
        await using (FaceMatchDbContext db = rig.Open())
        {
            Subject subject = await db.Subjects.Include(row => row.Images).SingleAsync(Rig.Cancel);
            subject.Delete("basis ended");
            await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("subject.deleted"));
        }

        await using FaceMatchDbContext read = rig.Open();
        Subject deleted = await read.Subjects.SingleAsync(Rig.Cancel);
        Assert.Equal((SubjectState.Deleted, saved.ReferenceNumber, null), (deleted.State, deleted.ReferenceNumber, deleted.DisplayName));
        Assert.False(await read.ReferenceImages.AnyAsync(Rig.Cancel));
        Assert.False(await read.Templates.AnyAsync(Rig.Cancel));
    }

    [Fact]
    public async Task A_watchlist_with_its_entries()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Watchlist list = Make.List(now);
        Subject subject = Make.Subject(now);
        WatchlistEntry entry = new(list.Id, subject.Id, Make.Officer, now);
        await rig.SaveAsync(list, subject, entry);
        await using FaceMatchDbContext db = rig.Open();

        Watchlist read = await db.Watchlists.SingleAsync(Rig.Cancel);

        Assert.Equal((list.Name, list.Category, list.CreatedAt), (read.Name, read.Category, read.CreatedAt));
        AssertSame(entry, await db.WatchlistEntries.SingleAsync(Rig.Cancel));
    }

    [Fact]
    public async Task An_import_with_its_rejections()
    {
        await using Rig rig = await Rig.StartAsync(on);
        Import saved = new(Make.Officer, "Unit 4", "aa", "bb", 3, rig.Time.GetUtcNow());
        await rig.SaveAsync(saved);
        await using (FaceMatchDbContext db = rig.Open())
        {
            Import import = await db.Imports.Include(row => row.Rejections).SingleAsync(Rig.Cancel);
            import.RowAccepted();
            import.RowRejected(2, "b.jpg", "no-face", "no face was found");
            import.RowRejected(3, "c.jpg", "several-faces", "two faces were found");
            import.Finish(duplicates: 2, unlikeImages: 1);
            await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("import.finished"));
            saved = import;
        }

        await using FaceMatchDbContext read = rig.Open();
        AssertSame(saved, await read.Imports.Include(row => row.Rejections.OrderBy(rejection => rejection.Row)).SingleAsync(Rig.Cancel));
    }

    [Fact]
    public async Task A_search_with_candidates_and_opinions()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Subject subject = Make.Subject(now);
        ProbeSearch saved = Make.Search(now, [Guid.NewGuid(), Guid.NewGuid()]);
        Candidate candidate = Make.Candidate(now, subject.Id, saved.Id);
        candidate.Judge(Make.Opinion(candidate.Id, Make.Officer, Conclusion.CannotTell, now), seniorReviewer: false);
        saved.Candidates.Add(candidate);
        await rig.SaveAsync(subject, saved);
        await rig.ReopenAsync();
        await using FaceMatchDbContext db = rig.Open();

        AssertSame(saved, await db.Searches.Include(search => search.Candidates).ThenInclude(row => row.Opinions).SingleAsync(Rig.Cancel));
    }

    [Fact]
    public async Task A_camera_a_deployment_and_its_alerts_in_the_order_of_their_arrival()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Subject subject = Make.Subject(now);
        Camera camera = Make.Camera(now);
        Deployment deployment = Make.Deployment(now, camera.Id, Guid.NewGuid());
        deployment.Approve(Make.Approver, now.AddMinutes(1));
        await rig.SaveAsync(subject, camera, deployment);
        Alert first = Make.Alert(now, deployment.Id, camera.Id, subject.Id);
        Alert second = Make.Alert(now, deployment.Id, camera.Id, subject.Id);
        await rig.SaveAsync(first);
        await rig.SaveAsync(second);
        await rig.ReopenAsync();
        await using FaceMatchDbContext db = rig.Open();

        List<Alert> alerts = await db.Alerts.Include(alert => alert.Candidate).OrderBy(alert => alert.Sequence).ToListAsync(Rig.Cancel);

        AssertSame(camera, await db.Cameras.SingleAsync(Rig.Cancel));
        AssertSame(deployment, await db.Deployments.SingleAsync(row => row.CameraIds.Contains(camera.Id) && row.EndsAt > now, Rig.Cancel));
        AssertSame<List<Alert>>([first, second], alerts);
        Assert.True(alerts[0].Sequence < alerts[1].Sequence);
    }

    [Fact]
    public async Task An_account_with_its_roles_and_keys()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        AccountRow account = new()
        {
            Id = Guid.CreateVersion7(now),
            UserName = "gate-7",
            NormalizedUserName = "GATE-7",
            DisplayName = "Gate 7",
            Unit = "Unit 4",
            IsBootstrap = true,
            CreatedAt = now,
            Cameras = [Guid.NewGuid()],
            LockoutEnd = now.AddMinutes(5),
        };
        string key = ApiKeyRow.NewKey();
        await rig.SaveAsync(account, new ApiKeyRow(account.Id, key, now, now.AddDays(1)));
        await using FaceMatchDbContext db = rig.Open();
        IdentityRole<Guid> role = await db.Roles.SingleAsync(row => row.Name == Role.SeniorReviewer.ToWire(), Rig.Cancel);
        await rig.SaveAsync(new IdentityUserRole<Guid> { UserId = account.Id, RoleId = role.Id });

        AssertSame(account, await db.Users.SingleAsync(Rig.Cancel));
        ApiKeyRow row = await db.ApiKeys.SingleAsync(found => found.Prefix == ApiKeyRow.PrefixOf(key), Rig.Cancel);
        Assert.True(row.Accepts(key, now));
        Assert.False(row.Accepts(key + "x", now));
        Assert.False(row.Accepts(key, now.AddDays(1)));
        row.Revoke(now);
        Assert.False(row.Accepts(key, now));
        Assert.Equal(Roles.Names.Order(), await db.Roles.Select(any => any.Name!).OrderBy(name => name).ToListAsync(Rig.Cancel));
    }

    private static void AssertSame<T>(T expected, T actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected, Written), JsonSerializer.Serialize(actual, Written));

    /// <summary>The serializer cannot look at a type whose constructor takes a span.</summary>
    private sealed class TemplateConverter : JsonConverter<FaceTemplate>
    {
        public override FaceTemplate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, FaceTemplate value, JsonSerializerOptions options) =>
            writer.WriteStringValue($"{value.Id} {value.SubjectId} {value.ImageId} {value.Pack} {value.Embedder} {Convert.ToHexString(value.Vector)}");
    }
}
