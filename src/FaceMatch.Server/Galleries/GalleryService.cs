using FaceMatch.Core.Accounts;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Server.Hosting;
using FaceMatch.Storage;
using FaceMatch.Storage.Galleries;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Galleries;

/// <summary>Begins and gives up generations of shards; the servers build them by themselves.</summary>
public sealed class GalleryService(IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, IGallery gallery) : IGalleryService
{
    public async Task<GalleryView> GetAsync(Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Role.Administrator, Role.Auditor);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ViewAsync(db, cancellationToken);
    }

    public async Task<GalleryView> ReshardAsync(Actor actor, ReshardRequest request, CancellationToken cancellationToken)
    {
        actor.Require(Role.Administrator);
        new FieldFaults()
            .When(request.Shards is null, "shards", $"is missing: give a number of 1 to {GalleryGeneration.MostShards}")
            .When(request.Shards is < 1 or > GalleryGeneration.MostShards, "shards", $"must be 1 to {GalleryGeneration.MostShards}")
            .ThrowIfAny();
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        GalleryState state = await db.GalleryState.SingleAsync(cancellationToken);
        GalleryGeneration begun = state.Begin(request.Shards!.Value);
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(
            actor, GenerationRecords.Begun, GenerationRecords.Target(begun.Number),
            LedgerDetail.Of(new { shards = begun.ShardCount, inForce = state.Generation, shardsInForce = state.Shards })));
        return await ViewAsync(db, cancellationToken);
    }

    public async Task<GalleryView> GiveUpAsync(Actor actor, int generation, CancellationToken cancellationToken)
    {
        actor.Require(Role.Administrator);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        GalleryState state = await db.GalleryState.SingleAsync(cancellationToken);
        state.GiveUp(generation);
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(
            actor, GenerationRecords.GivenUp, GenerationRecords.Target(generation), LedgerDetail.Of(new { inForce = state.Generation })));
        return await ViewAsync(db, cancellationToken);
    }

    private async Task<GalleryView> ViewAsync(FaceMatchDbContext db, CancellationToken cancellationToken)
    {
        GalleryStatus status = await gallery.StatusAsync(cancellationToken);
        return new GalleryView(
            new GenerationView(status.InForce.Number, status.ShardsTotal, status.ShardsReady, status.Templates),
            status.GalleryVersion,
            status.Building is { } build ? await ViewAsync(db, build, cancellationToken) : null);
    }

    private static async Task<GenerationBuildView> ViewAsync(FaceMatchDbContext db, GenerationBuild build, CancellationToken cancellationToken)
    {
        LedgerEntry beginning = await GenerationRecords.BeginningOfAsync(db.LedgerEntries, build.Generation, cancellationToken);
        return new GenerationBuildView(
            build.Generation.Number, build.Generation.ShardCount, build.ShardsLoaded, build.ShardsProven, build.ShardsUnlike, build.Templates,
            beginning.At, beginning.ActorId.ToString("D"));
    }
}
