using FaceMatch.Core.Galleries;
using FaceMatch.Core.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Galleries;

/// <summary>What the ledger is told of a generation of shards.</summary>
internal static class GenerationRecords
{
    public const string Begun = "generation.begun";
    public const string PutInForce = "generation.put-in-force";
    public const string GivenUp = "generation.given-up";

    public static string Target(int generation) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"generation/{generation}");

    /// <summary>Who had it built, and when.</summary>
    public static Task<LedgerEntry> BeginningOfAsync(IQueryable<LedgerEntry> entries, GalleryGeneration generation, CancellationToken cancellationToken)
    {
        string target = Target(generation.Number);
        return entries.AsNoTracking().SingleAsync(entry => entry.Target == target && entry.Action == Begun, cancellationToken);
    }
}
