using FaceMatch.Core.Refusals;
using FaceMatch.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FaceMatch.Storage.Tests.Postgres;

public sealed class PostgresFaultTests
{
    [Theory]
    [InlineData(PostgresErrorCodes.DiskFull, "full")]
    [InlineData(PostgresErrorCodes.TooManyConnections, "no more connections")]
    [InlineData(PostgresErrorCodes.AdminShutdown, "does not answer")]
    [InlineData(PostgresErrorCodes.CannotConnectNow, "does not answer")]
    [InlineData(PostgresErrorCodes.LockNotAvailable, "held by another server")]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction, "standby")]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege, "may not do this")]
    public void A_fault_of_the_database_server_is_a_refusal_that_says_when_to_come_again(string state, string said)
    {
        RefusalException refusal = StorageFaults.Translate(new DbUpdateException("not saved", new PostgresException("told", "ERROR", "ERROR", state)))!;

        Assert.Equal((RefusalKind.Unavailable, "storage-unavailable"), (refusal.Kind, refusal.Code));
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(refusal.RetryAfter);
    }

    [Fact]
    public void A_defect_of_ours_stays_one() =>
        Assert.Null(StorageFaults.Translate(new PostgresException("told", "ERROR", "ERROR", PostgresErrorCodes.SyntaxError)));

    [Fact]
    public async Task A_writer_that_another_server_keeps_waiting_is_refused_and_nothing_is_half_written()
    {
        await using Rig rig = await Rig.StartAsync(Database.Postgres);
        await using FaceMatchDbContext slow = rig.Open();
        await using FaceMatchDbContext db = rig.Open();
        await using ServiceProvider second = await rig.SecondServerAsync();
        TaskCompletionSource holds = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task holding = second.GetRequiredService<Storage.Ledger.LedgerWriter>().SaveAsync(
            slow,
            async _ =>
            {
                holds.SetResult();
                await mayEnd.Task;
            },
            Rig.Cancel);
        await holds.Task.WaitAsync(TimeSpan.FromMinutes(1), Rig.Cancel);

        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(() => rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("test.saved")));

        Assert.Equal("storage-unavailable", refused.Code);
        mayEnd.SetResult();
        await holding;
        await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("test.saved"));
        Assert.Equal(1, await db.LedgerEntries.CountAsync(Rig.Cancel));
    }

    [Theory]
    [InlineData("Password=wrong", "the user or the password")]
    [InlineData("Database=nowhere", "does not exist")]
    public async Task A_connection_that_cannot_work_stops_the_start_without_the_password_in_the_sentence(string wrong, string said)
    {
        Rig.SkipWithout(Database.Postgres);
        string connection = new NpgsqlConnectionStringBuilder((await PostgresServer.SharedAsync()).ConnectionTo("postgres") + ";" + wrong).ConnectionString;
        string directory = Directory.CreateTempSubdirectory("facematch-storage-").FullName;
        StorageOptions options = new(directory, connection);
        await using ServiceProvider server = new ServiceCollection().AddLogging().AddFaceMatchStorage(options).BuildServiceProvider();

        StorageStartException refused = await Assert.ThrowsAsync<StorageStartException>(() => StorageStartup.MigrateAsync(server, Rig.Cancel));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, refused.ToString() + options, StringComparison.Ordinal);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_session_that_is_cut_off_in_a_transaction_leaves_nothing_and_the_next_save_goes_through()
    {
        Rig.SkipWithout(Database.Postgres);
        await using Rig rig = await Rig.StartAsync(Database.Postgres);
        await using FaceMatchDbContext db = rig.Open();
        await using FaceMatchDbContext other = rig.Open();

        // The session ends in the middle, as when PostgreSQL is stopped.
        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(() => rig.Ledger.SaveAsync(
            db,
            async token =>
            {
                int session = await db.Database.SqlQuery<int>($"""SELECT pg_backend_pid() AS "Value" """).SingleAsync(token);
                await other.Database.ExecuteSqlAsync($"SELECT pg_terminate_backend({session})", token);
            },
            Rig.Cancel,
            Rig.Record("test.saved")));

        Assert.Equal("storage-unavailable", refused.Code);
        await rig.Ledger.SaveAsync(db, Rig.Cancel, Rig.Record("test.saved"));
        Assert.Equal(1, await other.LedgerEntries.CountAsync(Rig.Cancel));
    }
}
