using FaceMatch.Core.Accounts;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Server.Galleries;
using FaceMatch.Server.Tests.Hosting;
using FaceMatch.Server.Tests.Live;
using FaceMatch.Storage;
using FaceMatch.Storage.Leases;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Tests.Galleries;

public sealed class GenerationStoreTests
{
    private static readonly Actor Administrator = TruthRig.Person("administrator", Role.Administrator);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_generation_is_built_at_a_time_and_every_step_of_it_is_in_the_ledger()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        GalleryService galleries = Service(rig);
        GalleryView first = await galleries.ReshardAsync(Administrator, new ReshardRequest(9), Cancel);
        Assert.Equal((2, 9, Administrator.AccountId.ToString()), (first.Building!.Number, first.Building.Shards, first.Building.BegunBy));
        await Refused.WithAsync("reshard-running", galleries.ReshardAsync(Administrator, new ReshardRequest(3), Cancel));
        await Refused.WithAsync("no-reshard", galleries.GiveUpAsync(Administrator, 1, Cancel));
        Assert.Null((await galleries.GiveUpAsync(Administrator, 2, Cancel)).Building);

        await galleries.ReshardAsync(Administrator, new ReshardRequest(GalleryGeneration.MostShards), Cancel);
        Assert.False(await Store(rig).PutInForceAsync(Built(2, 9), Cancel));
        Assert.True(await Store(rig).PutInForceAsync(Built(3, GalleryGeneration.MostShards), Cancel));
        Assert.False(await Store(rig).PutInForceAsync(Built(3, GalleryGeneration.MostShards), Cancel));
        await Refused.WithAsync("no-reshard", galleries.GiveUpAsync(Administrator, 3, Cancel));

        Assert.Equal(
            ["generation.begun generation/2", "generation.given-up generation/2", "generation.begun generation/3", "generation.put-in-force generation/3"],
            (await LedgerAsync(rig)).Select(entry => $"{entry.Action} {entry.Target}"));
        Assert.Equal(new GalleryGeneration(3, GalleryGeneration.MostShards), (await rig.Get<IGallerySource>().ManifestAsync(Cancel)).Current);
    }

    [Fact]
    public async Task Of_a_server_that_puts_it_in_force_and_an_operator_who_gives_it_up_at_once_one_comes_too_late_and_writes_nothing()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        await Service(rig).ReshardAsync(Administrator, new ReshardRequest(9), Cancel);

        Task<bool> inForce = SucceedsAsync(() => Store(rig).PutInForceAsync(Built(2, 9), Cancel));
        Task<bool> again = SucceedsAsync(() => Store(rig).PutInForceAsync(Built(2, 9), Cancel));
        Task<bool> givenUp = SucceedsAsync(async () => (await Service(rig).GiveUpAsync(Administrator, 2, Cancel)).Building is null);
        bool[] done = await Task.WhenAll(inForce, again, givenUp);

        Assert.Single(done, true);
        LedgerEntry last = Assert.Single((await LedgerAsync(rig)).Skip(1));
        Assert.Equal(done[2] ? "generation.given-up" : "generation.put-in-force", last.Action);
        Assert.Equal(done[2] ? 1 : 2, (await rig.Get<IGallerySource>().ManifestAsync(Cancel)).Current.Number);
    }

    private static GenerationBuild Built(int number, int shards) => new(new GalleryGeneration(number, shards), shards, shards, 0, 0);

    private static GenerationStore Store(TruthRig rig) => new(Contexts(rig), rig.Get<LedgerWriter>(), rig.Get<WorkLeases>());

    private static GalleryService Service(TruthRig rig) =>
        new(Contexts(rig), rig.Get<LedgerWriter>(), new StillGallery(rig.Get<IGallerySource>()));

    private static IDbContextFactory<FaceMatchDbContext> Contexts(TruthRig rig) => rig.Get<IDbContextFactory<FaceMatchDbContext>>();

    private static async Task<List<LedgerEntry>> LedgerAsync(TruthRig rig)
    {
        await using FaceMatchDbContext db = await Contexts(rig).CreateDbContextAsync(Cancel);
        return await db.LedgerEntries.OrderBy(entry => entry.Sequence).ToListAsync(Cancel);
    }

    private static async Task<bool> SucceedsAsync(Func<Task<bool>> act)
    {
        try
        {
            return await act();
        }
        catch (RefusalException refusal) when (refusal.Code is "changed-meanwhile" or "no-reshard")
        {
            return false;
        }
    }

    /// <summary>A gallery whose shards never begin to load.</summary>
    private sealed class StillGallery(IGallerySource source) : IGallery
    {
        public async Task<GalleryStatus> StatusAsync(CancellationToken cancellationToken)
        {
            GalleryManifest manifest = await source.ManifestAsync(cancellationToken);
            return new GalleryStatus(
                manifest.Current, 0, 0, "", manifest.Building is { } building ? new GenerationBuild(building, 0, 0, 0, 0) : null);
        }

        public Task<GalleryAnswer> SearchAsync(GalleryQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RefreshAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
