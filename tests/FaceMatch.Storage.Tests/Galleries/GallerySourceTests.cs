using FaceMatch.Core.Galleries;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Storage.Galleries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Storage.Tests.Galleries;

public abstract class GallerySourceTests(Database on)
{
    public sealed class OnSqlite() : GallerySourceTests(Database.Sqlite)
    {
        [Fact]
        public async Task A_truth_put_back_from_a_backup_does_not_remember_what_came_after_it()
        {
            await using Rig rig = await Rig.StartAsync();
            await rig.SaveAsync(Make.Approved(rig.Time.GetUtcNow(), "N-1"));
            string before = await Source(rig).MarkAsync(Rig.Cancel);
            await rig.StopAsync();
            byte[] backup = await File.ReadAllBytesAsync(rig.Options.DatabaseFile, Rig.Cancel);
            await rig.ReopenAsync();
            await rig.SaveAsync(Make.Approved(rig.Time.GetUtcNow(), "N-2"));
            string lost = await Source(rig).MarkAsync(Rig.Cancel);
            await rig.StopAsync();
            await File.WriteAllBytesAsync(rig.Options.DatabaseFile, backup, Rig.Cancel);
            await rig.ReopenAsync();
            rig.Time.Advance(TimeSpan.FromMinutes(1));
            await rig.SaveAsync(Make.Approved(rig.Time.GetUtcNow(), "N-3"));

            Assert.True(await Source(rig).RemembersAsync(before, Rig.Cancel));
            Assert.False(await Source(rig).RemembersAsync(lost, Rig.Cancel));
        }
    }

    public sealed class OnPostgres() : GallerySourceTests(Database.Postgres);

    [Fact]
    public async Task Only_subjects_in_force_are_given_with_their_lists_and_unit_and_what_their_images_have_in_common()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Subject listed = Make.Approved(now, "listed", first: 0.5f);
        listed.Images.Add(Make.Image(listed, now, [0, 1, 0, 0], "second"));
        Subject unlisted = Make.Approved(now, "unlisted", first: 0.25f);
        Subject pending = Make.Subject(now, "pending");
        pending.Images.Add(Make.Image(pending, now, [1, 0, 0, 0]));
        Subject suspended = Make.Approved(now, "suspended");
        suspended.Suspend("reason");
        Subject shortlived = Make.Approved(now, "expired", expiresAt: now.AddDays(31));
        Watchlist one = Make.List(now, "one");
        Watchlist other = Make.List(now, "other");
        await rig.SaveAsync(
            listed, unlisted, pending, suspended, shortlived, one, other,
            new WatchlistEntry(one.Id, listed.Id, Make.Officer, now),
            new WatchlistEntry(other.Id, listed.Id, Make.Officer, now),
            new WatchlistEntry(other.Id, pending.Id, Make.Officer, now));
        rig.Time.Advance(TimeSpan.FromDays(31));

        List<GalleryTemplate> all = await AllAsync(rig);

        Assert.Equal(new[] { listed.Id, listed.Id, listed.Id, unlisted.Id }.Order(), all.Select(template => template.SubjectId).Order());
        GalleryTemplate fused = Assert.Single(all, template => template.TemplateId < 0);
        Assert.Equal([0.4472136f, 0.8944272f, 0, 0], fused.Vector);
        Assert.Equal([0, 1, 0, 0], all.Single(template => template.TemplateId == -fused.TemplateId).Vector);
        Guid[] marks = [one.Id, other.Id, UnitLabel.Of(listed.Unit)];
        Assert.Equal(marks.Order(), fused.Watchlists.Order());
        Assert.Equal(listed.ExpiresAt, fused.SearchableUntil);
        GalleryTemplate found = all.Single(template => template.SubjectId == listed.Id && template.TemplateId > 0 && template.Vector[0] > 0);
        Assert.Equal(marks.Order(), found.Watchlists.Order());
        Assert.Equal(listed.ExpiresAt, found.SearchableUntil);
        Assert.Equal([0.5f, 0, 0, 0], found.Vector);
        Assert.Equal([UnitLabel.Of(unlisted.Unit)], all.Single(template => template.SubjectId == unlisted.Id).Watchlists);
    }

    [Fact]
    public async Task What_images_have_in_common_is_gone_with_the_subject_and_is_never_stored()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Subject subject = Make.Approved(now);
        subject.Images.Add(Make.Image(subject, now, [0, 1, 0, 0], "second"));
        await rig.SaveAsync(subject);
        Assert.Equal(3, (await Source(rig).ReadSubjectsAsync([subject.Id], Rig.Cancel)).Count);

        await using FaceMatchDbContext db = rig.Open();
        Assert.Equal(2, await db.Templates.CountAsync(Rig.Cancel));
        Subject loaded = await db.Subjects.Include(row => row.Images).ThenInclude(image => image.Templates).SingleAsync(Rig.Cancel);
        loaded.Delete("over");
        await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("deleted"));

        Assert.Empty(await Source(rig).ReadSubjectsAsync([subject.Id], Rig.Cancel));
        Assert.Empty(await AllAsync(rig));
    }

    [Theory]
    [InlineData("another", Rig.Embedder)]
    [InlineData(Rig.Pack, "network-1")]
    [InlineData(Rig.Pack, "")]
    public async Task Templates_of_another_pack_or_embedder_are_not_given(string pack, string embedder)
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Subject subject = Make.Approved(now);
        subject.Images[0].Templates.Add(new FaceTemplate(subject.Id, subject.Images[0].Id, pack, embedder, [9, 9]));
        await rig.SaveAsync(subject);

        GalleryTemplate only = Assert.Single(await AllAsync(rig));
        Assert.Equal([1f, 0, 0, 0], only.Vector);
    }

    [Fact]
    public async Task Subjects_that_only_another_embedder_knows_are_counted_as_waiting()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Subject known = Make.Approved(now, "known");
        known.Images[0].Templates.Add(new FaceTemplate(known.Id, known.Images[0].Id, Rig.Pack, "network-1", [9, 9]));
        Subject waiting = Make.Subject(now, "waiting");
        waiting.Images.Add(Make.Image(waiting, now, [1, 0], "one", embedder: "network-1"));
        waiting.Images.Add(Make.Image(waiting, now, [0, 1], "two", pack: "another", embedder: "network-1"));
        await rig.SaveAsync(known, waiting);

        Assert.Equal(
            [new("another", "network-1", Templates: 1, Subjects: 1), new(Rig.Pack, "network-1", Templates: 1, Subjects: 1)],
            await rig.Services.GetRequiredService<OtherPacks>().WaitingAsync(Rig.Cancel));
    }

    [Fact]
    public async Task Many_subjects_are_asked_for_at_once_and_each_is_answered_for()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Subject[] subjects = [.. Enumerable.Range(0, 2_100).Select(i => Make.Approved(now, $"N-{i}", first: i))];
        await rig.SaveAsync([.. subjects, .. Enumerable.Range(0, 1).Select(_ => Make.Subject(now, "without image"))]);
        Guid[] asked = [.. subjects.Skip(3).Select(subject => subject.Id), Guid.NewGuid()];

        IReadOnlyList<GalleryTemplate> found = await Source(rig).ReadSubjectsAsync(asked, Rig.Cancel);

        Assert.Equal(asked.Take(asked.Length - 1).Order(), found.Select(template => template.SubjectId).Order());
        Assert.Empty(await Source(rig).ReadSubjectsAsync([], Rig.Cancel));
    }

    [Fact]
    public async Task The_first_generation_has_four_shards()
    {
        await using Rig rig = await Rig.StartAsync(on);

        Assert.Equal(new GalleryManifest(new GalleryGeneration(1, 4), null, 0), await Source(rig).ManifestAsync(Rig.Cancel));
    }

    [Fact]
    public async Task Every_change_that_a_search_could_notice_raises_the_version_of_the_gallery_and_names_its_subject()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Subject subject = Make.Subject(now);
        subject.Images.Add(Make.Image(subject, now, [1, 0, 0, 0]));
        Watchlist list = Make.List(now);
        WatchlistEntry entry = new(list.Id, subject.Id, Make.Officer, now);
        await rig.SaveAsync(list);
        long before = await VersionAsync(rig);

        await RisesAsync(db => db.Add(subject));
        await RisesAsync(db => Loaded(db).Approve(Make.Approver, now));
        await RisesAsync(db => db.Add(entry));
        await RisesAsync(db => db.Remove(db.WatchlistEntries.Single()));
        await RisesAsync(db => Loaded(db).Suspend("reason"));
        await RisesAsync(db => Loaded(db).Delete("reason"));

        async Task RisesAsync(Action<FaceMatchDbContext> change)
        {
            await using FaceMatchDbContext db = rig.Open();
            change(db);
            await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("changed"));
            long after = await VersionAsync(rig);
            Assert.True(after > before);
            GalleryChanges changes = await Source(rig).ChangesSinceAsync(before, Rig.Cancel);
            Assert.Equal([subject.Id], changes.Subjects);
            Assert.Equal(after, changes.Version);
            Assert.Empty((await Source(rig).ChangesSinceAsync(after, Rig.Cancel)).Subjects);
            before = after;
        }

        static Subject Loaded(FaceMatchDbContext db) => db.Subjects.Include(row => row.Images).Single();
    }

    [Fact]
    public async Task The_parts_of_all_shards_are_the_whole_gallery_and_each_is_proven_without_its_vectors()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Subject[] subjects = [.. Enumerable.Range(0, 60).Select(i => Make.Approved(now, $"N-{i}", first: i))];
        subjects[7].Images.Add(Make.Image(subjects[7], now, [0, 1, 0, 0], "second"));
        subjects[8].Suspend("reason");
        await rig.SaveAsync([.. subjects]);

        List<GalleryTemplate> parts = [];
        for (int shard = 0; shard < 7; shard++)
        {
            ShardRange part = ShardRange.Of(shard, 7);
            List<GalleryTemplate> read = await Source(rig).ReadAllAsync(part, Rig.Cancel).ToListAsync(Rig.Cancel);
            long[] images = [.. read.Select(template => template.TemplateId).Where(id => id > 0)];
            ulong checksum = images.Aggregate(0UL, (sum, id) => unchecked(sum + ShardProof.Mix(id)));
            ShardProof proof = await Source(rig).ProveAsync(part, await VersionAsync(rig), Rig.Cancel);
            Assert.Equal((images.Length, checksum, now), (proof.Templates, proof.Checksum, proof.At));
            Assert.Empty(proof.Changed);
            Assert.All(read, template => Assert.True(part.Contains(template.SubjectId)));
            parts.AddRange(read);
        }

        Assert.Equal(61, parts.Count);
        Assert.Equal((await AllAsync(rig)).Select(template => template.TemplateId).Order(), parts.Select(template => template.TemplateId).Order());
    }

    [Fact]
    public async Task The_truth_remembers_each_moment_of_its_own_and_none_of_another()
    {
        await using Rig rig = await Rig.StartAsync(on);
        await using Rig other = await Rig.StartAsync(on);
        other.Time.Advance(TimeSpan.FromTicks(1));
        string[] marks = [await MarkAsync(rig), await MarkAsync(rig), await MarkAsync(rig)];
        string strange = await MarkAsync(other);

        Assert.Equal(3, marks.Distinct().Count());
        foreach (string mark in marks)
            Assert.True(await Source(rig).RemembersAsync(mark, Rig.Cancel));
        foreach (string mark in new[] { strange, "", "1", "x:y", marks[0] + "0", "7:" + marks[0][2..] })
            Assert.False(await Source(rig).RemembersAsync(mark, Rig.Cancel));

        async Task<string> MarkAsync(Rig from)
        {
            await from.SaveAsync(Make.Approved(from.Time.GetUtcNow(), $"N-{Guid.NewGuid()}"));
            return await Source(from).MarkAsync(Rig.Cancel);
        }
    }

    [Fact]
    public async Task An_empty_truth_has_a_mark_that_it_remembers_later()
    {
        await using Rig rig = await Rig.StartAsync(on);
        string mark = await Source(rig).MarkAsync(Rig.Cancel);
        await rig.SaveAsync(Make.Approved(rig.Time.GetUtcNow()));
        Assert.True(await Source(rig).RemembersAsync(mark, Rig.Cancel));
    }

    [Fact]
    public async Task What_changed_since_a_version_is_named_by_a_proof_and_not_counted()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Subject[] subjects = [.. Enumerable.Range(0, 3).Select(i => Make.Approved(now, $"N-{i}", first: i))];
        await rig.SaveAsync([.. subjects]);
        long since = await VersionAsync(rig);
        await using (FaceMatchDbContext db = rig.Open())
        {
            (await db.Subjects.SingleAsync(subject => subject.Id == subjects[1].Id, Rig.Cancel)).Suspend("reason");
            await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("changed"));
        }

        Subject late = Make.Approved(now, "late");
        await rig.SaveAsync(late);

        ShardProof proof = await Source(rig).ProveAsync(ShardRange.All, since, Rig.Cancel);
        long[] unchanged = [subjects[0].Images[0].Templates[0].Id, subjects[2].Images[0].Templates[0].Id];
        Assert.Equal((2, unchecked(ShardProof.Mix(unchanged[0]) + ShardProof.Mix(unchanged[1]))), (proof.Templates, proof.Checksum));
        Assert.Equal(new[] { subjects[1].Id, late.Id }.Order(), proof.Changed.Order());
        Assert.Equal(3, (await Source(rig).ProveAsync(ShardRange.All, await VersionAsync(rig), Rig.Cancel)).Templates);
    }

    [Fact]
    public async Task Templates_from_before_the_hash_was_kept_get_it_at_the_next_start()
    {
        await using Rig rig = await Rig.StartAsync(on);
        Subject subject = Make.Approved(rig.Time.GetUtcNow());
        await rig.SaveAsync(subject);
        await using (FaceMatchDbContext db = rig.Open())
            await db.Templates.ExecuteUpdateAsync(row => row.SetProperty(template => template.ShardHash, 0L), Rig.Cancel);

        await StorageStartup.MigrateAsync(rig.Services, Rig.Cancel);

        int shard = ShardRange.ShardOf(subject.Id, 16);
        Assert.Single(await Source(rig).ReadAllAsync(ShardRange.Of(shard, 16), Rig.Cancel).ToListAsync(Rig.Cancel));
    }

    [Fact]
    public async Task A_new_generation_stands_beside_the_one_in_force_until_it_takes_its_place()
    {
        await using Rig rig = await Rig.StartAsync(on);
        Assert.Equal(new GalleryGeneration(2, 9), await ChangeAsync(state => state.Begin(9)));
        Assert.Equal(new GalleryManifest(new(1, 4), new(2, 9), 0), await Source(rig).ManifestAsync(Rig.Cancel));
        Assert.Equal("reshard-running", (await Assert.ThrowsAsync<RefusalException>(() => ChangeAsync(state => state.Begin(5)))).Code);
        Assert.Equal("no-reshard", (await Assert.ThrowsAsync<RefusalException>(() => ChangeAsync(state => GiveUp(state, 1)))).Code);
        Assert.True(await ChangeAsync(state => GiveUp(state, 2)));
        Assert.Equal(new GalleryGeneration(3, 5), await ChangeAsync(state => state.Begin(5)));
        Assert.False(await ChangeAsync(state => state.PutInForce(2)));
        Assert.True(await ChangeAsync(state => state.PutInForce(3)));
        Assert.Equal(new GalleryManifest(new(3, 5), null, 0), await Source(rig).ManifestAsync(Rig.Cancel));

        static bool GiveUp(GalleryState state, int generation)
        {
            state.GiveUp(generation);
            return state.NextGeneration is null;
        }

        async Task<T> ChangeAsync<T>(Func<GalleryState, T> change)
        {
            await using FaceMatchDbContext db = rig.Open();
            T result = change(await db.GalleryState.SingleAsync(Rig.Cancel));
            await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("changed"));
            return result;
        }
    }

    private static IGallerySource Source(Rig rig) => rig.Services.GetRequiredService<IGallerySource>();

    private static async Task<List<GalleryTemplate>> AllAsync(Rig rig) => await Source(rig).ReadAllAsync(ShardRange.All, Rig.Cancel).ToListAsync(Rig.Cancel);

    private static async Task<long> VersionAsync(Rig rig)
    {
        await using FaceMatchDbContext db = rig.Open();
        return (await db.GalleryState.AsNoTracking().SingleAsync(Rig.Cancel)).Version;
    }
}
