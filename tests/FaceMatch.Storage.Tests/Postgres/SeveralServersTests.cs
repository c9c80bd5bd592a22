using FaceMatch.Core.Images;
using FaceMatch.Core.Ledger;
using FaceMatch.Storage.Ledger;
using FaceMatch.Storage.Tests.Ledger;
using FaceMatch.Storage.Tests.Vault;
using FaceMatch.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Storage.Tests.Postgres;

/// <summary>Several servers on one PostgreSQL database and one data folder.</summary>
public sealed class SeveralServersTests
{
    [Fact]
    public async Task Two_servers_that_write_at_once_leave_one_unbroken_chain()
    {
        const int Each = 40;
        await using Rig rig = await Rig.StartAsync(Database.Postgres);
        await using ServiceProvider second = await rig.SecondServerAsync();

        await Task.WhenAll(Enumerable.Range(0, 2 * Each).Select(async writer =>
        {
            IServiceProvider server = writer % 2 == 0 ? rig.Services : second;
            await using FaceMatchDbContext db = await server.GetRequiredService<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(Rig.Cancel);
            await server.GetRequiredService<LedgerWriter>().SaveAsync(db, Rig.Cancel, Rig.Record("test.saved", $"thing/{writer}"));
        }));

        await using FaceMatchDbContext read = rig.Open();
        List<LedgerEntry> chain = await read.LedgerEntries.OrderBy(entry => entry.Sequence).ToListAsync(Rig.Cancel);
        Assert.Equal(2 * Each, chain.Count);
        Assert.Null(LedgerTests.FirstBroken(chain));
    }

    [Fact]
    public async Task A_server_that_starts_leaves_alone_what_another_is_writing()
    {
        await using Rig rig = await Rig.StartAsync(Database.Postgres);
        byte[] plain = VaultTests.Bytes(200_000, seed: 3);
        TaskCompletionSource half = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string> storing = VaultTests.VaultOf(rig).StoreStreamAsync(new Halting(plain, half, rest.Task), Rig.Cancel);
        await half.Task.WaitAsync(TimeSpan.FromMinutes(1), Rig.Cancel);

        await using ServiceProvider second = await rig.SecondServerAsync();
        rest.SetResult();

        Assert.Equal(plain, await second.GetRequiredService<IImageVault>().ReadAsync(await storing, Rig.Cancel));
    }

    [Fact]
    public async Task A_server_that_would_use_the_folder_for_sqlite_is_refused()
    {
        await using Rig rig = await Rig.StartAsync(Database.Postgres);
        await using ServiceProvider second =
            new ServiceCollection().AddLogging().AddFaceMatchStorage(new StorageOptions(rig.Options.DataDirectory)).BuildServiceProvider();

        StorageStartException refused = await Assert.ThrowsAsync<StorageStartException>(() => StorageStartup.MigrateAsync(second, Rig.Cancel));

        Assert.Contains("in use by another server", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_servers_that_start_at_once_on_an_empty_database_all_start()
    {
        Rig.SkipWithout(Database.Postgres);
        string connection = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        string directory = Directory.CreateTempSubdirectory("facematch-storage-").FullName;
        int together = 0;

        ServiceProvider[] servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            ServiceProvider server = new ServiceCollection().AddLogging().AddFaceMatchStorage(new StorageOptions(directory, connection)).BuildServiceProvider();
            await StorageStartup.MigrateAsync(
                server,
                async _ =>
                {
                    Assert.Equal(1, Interlocked.Increment(ref together));
                    await Task.Yield();
                    Interlocked.Decrement(ref together);
                },
                Rig.Cancel);
            return server;
        })));

        string hash = await servers[0].GetRequiredService<IImageVault>().StoreAsync("a picture"u8.ToArray(), Rig.Cancel);
        Assert.Equal("a picture"u8.ToArray(), await servers[2].GetRequiredService<IImageVault>().ReadAsync(hash, Rig.Cancel));
        foreach (ServiceProvider server in servers) await server.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>Says when its first half was read, and gives the second when it may.</summary>
    private sealed class Halting(byte[] content, TaskCompletionSource half, Task rest) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position > 0)
            {
                half.TrySetResult();
                await rest;
            }

            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, 100_000)], cancellationToken);
        }
    }
}
