using FaceMatch.Core.Cameras;
using FaceMatch.Core.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Tests.Ledger;

public sealed class LedgerTests
{
    private static readonly Guid Officer = Guid.Parse("0199aaaa-0000-7000-8000-000000000001");

    [Fact]
    public async Task Fifty_concurrent_writers_leave_one_unbroken_chain()
    {
        const int writers = 50;
        await using Rig rig = await Rig.StartAsync();
        using Barrier together = new(writers);

        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Factory.StartNew(
            async () =>
            {
                await using FaceMatchDbContext db = rig.Open();
                db.Cameras.Add(new Camera($"camera {writer}", CameraKind.Fixed, null, "gate", "unit", Officer, rig.Time.GetUtcNow()));
                together.SignalAndWait(Rig.Cancel);
                await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("camera.created", $"camera/{writer}"), Rig.Record("camera.shown", $"camera/{writer}"));
            },
            Rig.Cancel,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        await using FaceMatchDbContext read = rig.Open();
        List<LedgerEntry> chain = await read.LedgerEntries.OrderBy(entry => entry.Sequence).ToListAsync(Rig.Cancel);
        Assert.Equal(2 * writers, chain.Count);
        Assert.Null(FirstBroken(chain));
        Assert.Equal(writers, await read.Cameras.CountAsync(Rig.Cancel));
    }

    [Theory]
    [InlineData("UPDATE LedgerEntries SET ActorName = 'nobody' WHERE Sequence = 2", "never changed")]
    [InlineData("DELETE FROM LedgerEntries WHERE Sequence = 3", "never removed")]
    [InlineData("INSERT INTO LedgerEntries SELECT 5, At, ActorId, ActorName, Bootstrap, Action, Target, Detail, PreviousHash, Hash FROM LedgerEntries WHERE Sequence = 3", "one chain")]
    [InlineData("INSERT OR REPLACE INTO LedgerEntries SELECT Sequence, At, ActorId, 'nobody', Bootstrap, Action, Target, Detail, PreviousHash, Hash FROM LedgerEntries WHERE Sequence = 3", "one chain")]
    public async Task The_database_itself_refuses_to_rewrite_the_ledger(string statement, string said)
    {
        await using Rig rig = await Rig.StartAsync();
        await rig.SaveAsync();
        await rig.SaveAsync();
        await rig.SaveAsync();
        await using FaceMatchDbContext db = rig.Open();

        SqliteException refused = await Assert.ThrowsAsync<SqliteException>(() => db.Database.ExecuteSqlRawAsync(statement, Rig.Cancel));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_altered_behind_the_back_of_the_triggers_is_found()
    {
        await using Rig rig = await Rig.StartAsync();
        for (int i = 0; i < 5; i++) await rig.SaveAsync();
        await using FaceMatchDbContext db = rig.Open();
        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER Ledger_RefusesUpdate; UPDATE LedgerEntries SET Detail = '[]' WHERE Sequence = 3", Rig.Cancel);

        List<LedgerEntry> chain = await db.LedgerEntries.OrderBy(entry => entry.Sequence).ToListAsync(Rig.Cancel);

        Assert.Equal(3, FirstBroken(chain)?.Sequence);
    }

    private static LedgerEntry? FirstBroken(List<LedgerEntry> chain)
    {
        LedgerEntry? previous = null;
        foreach (LedgerEntry entry in chain)
        {
            if (!entry.Follows(previous)) return entry;
            previous = entry;
        }

        return null;
    }
}
