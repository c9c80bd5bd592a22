using System.Data.Common;
using FaceMatch.Core.Ledger;
using FaceMatch.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Storage.Tests.Ledger;

public abstract class CheckpointTests(Database on)
{
    public sealed class OnSqlite() : CheckpointTests(Database.Sqlite);

    public sealed class OnPostgres() : CheckpointTests(Database.Postgres);

    [Fact]
    public async Task The_first_entry_the_first_of_a_day_and_every_256th_are_signed()
    {
        await using Rig rig = await Rig.StartAsync(on);
        await SaveManyAsync(rig, 2);
        rig.Time.Advance(TimeSpan.FromDays(1));
        await SaveManyAsync(rig, 511);

        await using FaceMatchDbContext db = rig.Open();
        List<LedgerCheckpoint> checkpoints = await db.LedgerCheckpoints.OrderBy(checkpoint => checkpoint.Sequence).ToListAsync(Rig.Cancel);

        Assert.Equal([1L, 3L, 256L, 512L], checkpoints.Select(checkpoint => checkpoint.Sequence));
        string key = rig.Services.GetRequiredService<ILedgerSigner>().PublicKey;
        foreach (LedgerCheckpoint checkpoint in checkpoints)
        {
            Assert.Equal(await db.LedgerEntries.Where(entry => entry.Sequence == checkpoint.Sequence).Select(entry => entry.Hash).SingleAsync(Rig.Cancel), checkpoint.EntryHash);
            Assert.Equal(key, checkpoint.PublicKey);
            Assert.True(checkpoint.IsSigned(Ed25519.Check));
        }
    }

    [Fact]
    public async Task The_key_stays_the_same_over_a_restart_and_is_another_for_another_vault()
    {
        await using Rig rig = await Rig.StartAsync();
        await using Rig other = await Rig.StartAsync();
        string key = rig.Services.GetRequiredService<ILedgerSigner>().PublicKey;

        await rig.ReopenAsync();

        Assert.Equal(key, rig.Services.GetRequiredService<ILedgerSigner>().PublicKey);
        Assert.NotEqual(key, other.Services.GetRequiredService<ILedgerSigner>().PublicKey);
    }

    [Fact]
    public async Task A_save_that_fails_leaves_no_checkpoint_and_the_next_one_signs_what_it_writes()
    {
        await using Rig rig = await Rig.StartAsync(on);
        await using FaceMatchDbContext db = rig.Open();
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            rig.Ledger.SaveAsync(db, _ => throw new InvalidOperationException("The work failed."), Rig.Cancel, Rig.Record("test.failed")));
        Assert.Equal(0, await db.LedgerCheckpoints.CountAsync(Rig.Cancel));

        await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("test.saved"));
        await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("test.saved"));

        Assert.True((await db.LedgerCheckpoints.SingleAsync(Rig.Cancel)).IsSigned(Ed25519.Check));
    }

    [Theory]
    [InlineData("""UPDATE "LedgerCheckpoints" SET "Signature" = 'none'""", "never changed")]
    [InlineData("""DELETE FROM "LedgerCheckpoints" """, "never removed")]
    [InlineData("""INSERT INTO "LedgerCheckpoints" SELECT 2, "EntryHash", "At", "PublicKey", "Signature" FROM "LedgerCheckpoints" """, "signs an entry")]
    public Task Oversight_21_The_database_itself_refuses_to_rewrite_checkpoints(string statement, string said) => RefusesAsync(statement, said);

    [Fact]
    public Task Oversight_21_The_database_itself_refuses_what_goes_around_the_guard_of_a_checkpoint() => on == Database.Sqlite
        ? RefusesAsync("""INSERT OR REPLACE INTO "LedgerCheckpoints" SELECT "Sequence", "EntryHash", "At", "PublicKey", 'none' FROM "LedgerCheckpoints" """, "follows the last one")
        : RefusesAsync("""TRUNCATE "LedgerCheckpoints" """, "never removed");

    private async Task RefusesAsync(string statement, string said)
    {
        await using Rig rig = await Rig.StartAsync(on);
        await SaveManyAsync(rig, 3);
        await using FaceMatchDbContext db = rig.Open();

        DbException refused = await Assert.ThrowsAnyAsync<DbException>(() => db.Database.ExecuteSqlRawAsync(statement, Rig.Cancel));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    private static async Task SaveManyAsync(Rig rig, int entries)
    {
        await using FaceMatchDbContext db = rig.Open();
        await rig.Ledger.SaveAsync(db, Rig.Cancel, [.. Enumerable.Repeat(Rig.Record("test.saved"), entries)]);
    }
}
