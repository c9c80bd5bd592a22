using FaceMatch.Core.Deployments;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Tests.Aggregates;

/// <summary>Two people at the same moment, each deciding on what both have read.</summary>
public abstract class RaceTests(Database on)
{
    public sealed class OnSqlite() : RaceTests(Database.Sqlite);

    public sealed class OnPostgres() : RaceTests(Database.Postgres);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Of_two_opinions_given_at_once_the_later_one_must_be_given_anew(int before)
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Subject subject = Make.Subject(now);
        ProbeSearch search = Make.Search(now);
        Candidate candidate = Make.Candidate(now, subject.Id, search.Id);
        for (int i = 0; i < before; i++) candidate.Judge(Make.Opinion(candidate.Id, Guid.NewGuid(), Conclusion.Same, now), seniorReviewer: false);
        search.Candidates.Add(candidate);
        await rig.SaveAsync(subject, search);
        await using FaceMatchDbContext one = rig.Open();
        await using FaceMatchDbContext other = rig.Open();
        await JudgeAsync(one, Conclusion.Same, now);
        await JudgeAsync(other, Conclusion.Same, now);

        await rig.Ledger.SaveAsync(one, Rig.Cancel, Rig.Record("opinion.given"));
        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(() => rig.Ledger.SaveAsync(other, Rig.Cancel, Rig.Record("opinion.given")));

        Assert.Equal((RefusalKind.Conflict, "changed-meanwhile"), (refused.Kind, refused.Code));
        await using FaceMatchDbContext read = rig.Open();
        Assert.Equal(before + 1, await read.Opinions.CountAsync(Rig.Cancel));
        Assert.Equal(2, await read.LedgerEntries.CountAsync(Rig.Cancel));
    }

    [Fact]
    public async Task Nobody_judges_one_candidate_twice_even_past_the_rules()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Subject subject = Make.Subject(now);
        ProbeSearch search = Make.Search(now);
        Candidate candidate = Make.Candidate(now, subject.Id, search.Id);
        search.Candidates.Add(candidate);
        await rig.SaveAsync(subject, search, Make.Opinion(candidate.Id, Make.Officer, Conclusion.Same, now));

        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(
            () => rig.SaveAsync(Make.Opinion(candidate.Id, Make.Officer, Conclusion.Different, now)));

        Assert.Equal("already-judged", refused.Code);
    }

    [Fact]
    public async Task Of_an_approval_and_a_deletion_made_at_once_only_one_counts()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Subject subject = Make.Subject(now);
        subject.Images.Add(Make.Image(subject, now, [1, 0, 0, 0]));
        await rig.SaveAsync(subject);
        await using FaceMatchDbContext approving = rig.Open();
        await using FaceMatchDbContext deleting = rig.Open();
        (await approving.Subjects.Include(row => row.Images).SingleAsync(Rig.Cancel)).Approve(Make.Approver, now);
        (await deleting.Subjects.Include(row => row.Images).SingleAsync(Rig.Cancel)).Delete("reason");

        await rig.Ledger.SaveAsync(deleting, Rig.Cancel, Rig.Record("subject.deleted"));
        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(() => rig.Ledger.SaveAsync(approving, Rig.Cancel, Rig.Record("subject.approved")));

        Assert.Equal("changed-meanwhile", refused.Code);
    }

    [Fact]
    public async Task A_stopped_deployment_is_not_approved_by_somebody_who_had_read_it_before()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        await rig.SaveAsync(Make.Deployment(now, Guid.NewGuid()));
        await using FaceMatchDbContext approving = rig.Open();
        await using FaceMatchDbContext stopping = rig.Open();
        (await approving.Deployments.SingleAsync(Rig.Cancel)).Approve(Make.Approver, now);
        (await stopping.Deployments.SingleAsync(Rig.Cancel)).Stop(Make.Officer, now);

        await rig.Ledger.SaveAsync(stopping, Rig.Cancel, Rig.Record("deployment.stopped"));
        await Assert.ThrowsAsync<RefusalException>(() => rig.Ledger.SaveAsync(approving, Rig.Cancel, Rig.Record("deployment.approved")));

        await using FaceMatchDbContext read = rig.Open();
        Assert.Equal(DeploymentState.Stopped, (await read.Deployments.SingleAsync(Rig.Cancel)).State);
    }

    [Fact]
    public async Task Two_changes_of_a_list_made_at_once_both_count()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        Watchlist list = Make.List(now);
        Subject one = Make.Subject(now, "N-1");
        Subject other = Make.Subject(now, "N-2");
        await rig.SaveAsync(list, one, other);

        await Task.WhenAll(
            rig.SaveAsync(new WatchlistEntry(list.Id, one.Id, Make.Officer, now)),
            rig.SaveAsync(new WatchlistEntry(list.Id, other.Id, Make.Officer, now)));
        await using FaceMatchDbContext db = rig.Open();
        db.Remove(await db.WatchlistEntries.FirstAsync(Rig.Cancel));
        await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("watchlist.left"));

        Assert.Equal(3, (await db.Watchlists.SingleAsync(Rig.Cancel)).Version);
    }

    [Fact]
    public async Task An_open_reference_number_is_taken_and_a_deleted_one_is_free()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        await rig.SaveAsync(Make.Subject(now, "N-1"));

        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(() => rig.SaveAsync(Make.Subject(now, "N-1")));
        Assert.Equal("reference-number-taken", refused.Code);

        await using FaceMatchDbContext db = rig.Open();
        (await db.Subjects.SingleAsync(Rig.Cancel)).Delete("reason");
        await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("subject.deleted"));
        await rig.SaveAsync(Make.Subject(now, "N-1"));
    }

    [Fact]
    public async Task A_unit_names_each_list_once()
    {
        await using Rig rig = await Rig.StartAsync(on);
        DateTimeOffset now = rig.Time.GetUtcNow();
        await rig.SaveAsync(Make.List(now, "wanted"));
        await rig.SaveAsync(Make.List(now, "missing"));

        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(() => rig.SaveAsync(Make.List(now, "wanted")));

        Assert.Equal("watchlist-name-taken", refused.Code);
    }

    private static async Task JudgeAsync(FaceMatchDbContext db, Conclusion conclusion, DateTimeOffset at)
    {
        Candidate candidate = await db.Candidates.Include(row => row.Opinions).SingleAsync(Rig.Cancel);
        candidate.Judge(Make.Opinion(candidate.Id, Guid.NewGuid(), conclusion, at), seniorReviewer: false);
    }
}
