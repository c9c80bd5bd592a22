using FaceMatch.Core.Galleries;
using FaceMatch.Core.Ledger;
using FaceMatch.Server.Hosting;
using FaceMatch.Storage;
using FaceMatch.Storage.Galleries;
using FaceMatch.Storage.Leases;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Galleries;

/// <summary>Puts a generation in force in the truth, for whichever server sees it through.</summary>
public sealed class GenerationStore(IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, WorkLeases leases) : IGenerationStore
{
    private const string Work = "generation";

    public Task<bool> TendAloneAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        leases.RunAsync(Work, work, cancellationToken);

    /// <summary>
    /// Written by the account that had it built. Should a second server do the same, or an operator give it up at this moment, then
    /// whoever comes later finds the row changed and writes nothing.
    /// </summary>
    public async Task<bool> PutInForceAsync(GenerationBuild build, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        GalleryState state = await db.GalleryState.SingleAsync(cancellationToken);
        (int replaced, int number) = (state.Generation, build.Generation.Number);
        if (!state.PutInForce(number)) return false;
        LedgerEntry beginning = await GenerationRecords.BeginningOfAsync(db.LedgerEntries, build.Generation, cancellationToken);
        await ledger.SaveAsync(db, cancellationToken, new LedgerRecord(
            beginning.ActorId, beginning.ActorName, beginning.Bootstrap, GenerationRecords.PutInForce, GenerationRecords.Target(number),
            LedgerDetail.Of(new { replaced, shards = build.Generation.ShardCount, build.ShardsProven, build.Templates })));
        return true;
    }
}
