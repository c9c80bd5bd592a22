using FaceMatch.Core.Ledger;
using FaceMatch.Storage.Ledger;
using FaceMatch.Storage.Tests.Ledger;
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
}
