using System.Data.Common;
using System.Globalization;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Refusals;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Storage.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused()
    {
        await using Rig rig = await Rig.StartAsync();
        await using ServiceProvider second = new ServiceCollection().AddLogging().AddFaceMatchStorage(rig.Options).BuildServiceProvider();

        StorageStartException refused = await Assert.ThrowsAsync<StorageStartException>(() => StorageStartup.MigrateAsync(second, Rig.Cancel));

        Assert.Contains("in use by another server", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_after_a_kill_in_the_middle_of_a_migration_goes_on_by_itself()
    {
        await using Rig rig = await Rig.StartAsync();
        await using (FaceMatchDbContext db = rig.Open())
        {
            await db.Database.ExecuteSqlRawAsync("INSERT INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2026-03-01')", Rig.Cancel);
        }

        await rig.ReopenAsync().WaitAsync(TimeSpan.FromSeconds(30), Rig.Cancel);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        await using Rig rig = await Rig.StartAsync();
        await using (FaceMatchDbContext db = rig.Open())
        {
            await db.Database.ExecuteSqlRawAsync("INSERT INTO __EFMigrationsHistory VALUES ('20990101000000_Future', '99.0')", Rig.Cancel);
        }

        StorageStartException refused = await Assert.ThrowsAsync<StorageStartException>(rig.ReopenAsync);

        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_stops_the_start_with_a_sentence_that_says_so()
    {
        await using Rig rig = await Rig.StartAsync();
        await rig.StopAsync();
        await File.WriteAllTextAsync(rig.Options.DatabaseFile, new string('x', 10_000), Rig.Cancel);

        StorageStartException refused = await Assert.ThrowsAsync<StorageStartException>(rig.ReopenAsync);

        Assert.Contains("restore the last backup", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_the_options_is_named_at_once()
    {
        StorageOptions options = new(" ", "Host=;") { LockTimeout = TimeSpan.Zero };

        StorageStartException refused = Assert.Throws<StorageStartException>(() => new ServiceCollection().AddFaceMatchStorage(options));

        Assert.All(["DataDirectory", "ConnectionStrings:FaceMatch", "LockTimeout"], setting => Assert.Contains(setting, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_connection_keeps_what_was_answered_through_a_loss_of_power()
    {
        await using Rig rig = await Rig.StartAsync();
        await using FaceMatchDbContext db = rig.Open();

        Assert.Equal("wal", await PragmaAsync(db, "journal_mode"));
        Assert.Equal("2", await PragmaAsync(db, "synchronous"));
        Assert.Equal("1", await PragmaAsync(db, "foreign_keys"));
        Assert.Equal("1", await PragmaAsync(db, "secure_delete"));
    }

    [Fact]
    public async Task A_database_held_by_another_program_gives_a_refusal_and_nothing_half_written()
    {
        await using Rig rig = await Rig.StartAsync();
        await using SqliteConnection other = new($"Data Source={rig.Options.DatabaseFile}");
        await other.OpenAsync(Rig.Cancel);
        await using FaceMatchDbContext db = rig.Open();
        db.Cameras.Add(new Camera("gate", CameraKind.Fixed, null, "gate", "unit", Guid.NewGuid(), rig.Time.GetUtcNow()));
        await using (other.BeginTransaction(deferred: false))
        {
            RefusalException refused = await Assert.ThrowsAsync<RefusalException>(() => rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("camera.created")));
            Assert.Equal((RefusalKind.Unavailable, "storage-unavailable"), (refused.Kind, refused.Code));
        }

        Assert.False(await db.Cameras.AnyAsync(Rig.Cancel));
        await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("camera.created"));
        Assert.Equal(1, await db.Cameras.CountAsync(Rig.Cancel));
        Assert.Equal(1, await db.LedgerEntries.CountAsync(Rig.Cancel));
    }

    [Fact]
    public async Task A_full_disk_gives_a_refusal_and_nothing_half_written()
    {
        await using Rig rig = await Rig.StartAsync();
        await using FaceMatchDbContext db = rig.Open();
        await db.Database.OpenConnectionAsync(Rig.Cancel);
        await db.Database.ExecuteSqlRawAsync("PRAGMA max_page_count = 1", Rig.Cancel);
        db.Cameras.Add(new Camera(new string('x', 100_000), CameraKind.Fixed, null, "gate", "unit", Guid.NewGuid(), rig.Time.GetUtcNow()));

        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(() => rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("camera.created")));

        Assert.Equal("storage-unavailable", refused.Code);
        Assert.Contains("full", refused.Message, StringComparison.Ordinal);
        Assert.False(await db.LedgerEntries.AnyAsync(Rig.Cancel));
    }

    private static async Task<string?> PragmaAsync(FaceMatchDbContext db, string name)
    {
        await db.Database.OpenConnectionAsync(Rig.Cancel);
        await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return Convert.ToString(await command.ExecuteScalarAsync(Rig.Cancel), CultureInfo.InvariantCulture);
    }
}
