using System.Data.Common;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Tests.Ledger;

public abstract class LedgerTests(Database on)
{
    public sealed class OnSqlite() : LedgerTests(Database.Sqlite);

    public sealed class OnPostgres() : LedgerTests(Database.Postgres);

    private const string Rest = """ "At", "ActorId", 'nobody', "Bootstrap", "Action", "Target", "Detail", "PreviousHash", "Hash" FROM "LedgerEntries" """;
    private const string Columns = """ "Sequence", "At", "ActorId", "ActorName", "Bootstrap", "Action", "Target", "Detail", "PreviousHash", "Hash" """;

    private static readonly Guid Officer = Guid.Parse("0199aaaa-0000-7000-8000-000000000001");

    [Fact]
    public async Task Fifty_concurrent_writers_leave_one_unbroken_chain()
    {
        const int writers = 50;
        await using Rig rig = await Rig.StartAsync(on);
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
    [InlineData("""UPDATE "LedgerEntries" SET "ActorName" = 'nobody' WHERE "Sequence" = 2""", "never changed")]
    [InlineData("""DELETE FROM "LedgerEntries" WHERE "Sequence" = 3""", "never removed")]
    [InlineData($"""INSERT INTO "LedgerEntries" ({Columns}) SELECT 5, {Rest} WHERE "Sequence" = 3""", "one chain")]
    public async Task The_database_itself_refuses_to_rewrite_the_ledger(string statement, string said) => await RefusesAsync(statement, said);

    [Fact]
    public Task The_database_itself_refuses_what_goes_around_the_guard_of_a_delete() => on == Database.Sqlite
        ? RefusesAsync($"""INSERT OR REPLACE INTO "LedgerEntries" ({Columns}) SELECT "Sequence", {Rest} WHERE "Sequence" = 3""", "one chain")
        : RefusesAsync("""TRUNCATE "LedgerEntries" CASCADE""", "never removed");

    private async Task RefusesAsync(string statement, string said)
    {
        await using Rig rig = await Rig.StartAsync(on);
        await rig.SaveAsync();
        await rig.SaveAsync();
        await rig.SaveAsync();
        await using FaceMatchDbContext db = rig.Open();

        DbException refused = await Assert.ThrowsAnyAsync<DbException>(() => db.Database.ExecuteSqlRawAsync(statement, Rig.Cancel));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_altered_behind_the_back_of_the_triggers_is_found()
    {
        await using Rig rig = await Rig.StartAsync(on);
        for (int i = 0; i < 5; i++) await rig.SaveAsync();
        await using FaceMatchDbContext db = rig.Open();
        await db.Database.ExecuteSqlRawAsync(
            on == Database.Sqlite ? """DROP TRIGGER "Ledger_RefusesUpdate" """ : """DROP TRIGGER "Ledger_RefusesUpdate" ON "LedgerEntries" """, Rig.Cancel);
        await db.Database.ExecuteSqlRawAsync("""UPDATE "LedgerEntries" SET "Detail" = '[]' WHERE "Sequence" = 3""", Rig.Cancel);

        List<LedgerEntry> chain = await db.LedgerEntries.OrderBy(entry => entry.Sequence).ToListAsync(Rig.Cancel);

        Assert.Equal(3, FirstBroken(chain)?.Sequence);
    }

    internal static LedgerEntry? FirstBroken(List<LedgerEntry> chain)
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
