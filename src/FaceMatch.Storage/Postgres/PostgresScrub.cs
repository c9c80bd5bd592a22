using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Postgres;

/// <summary>Takes dead rows of persons out of the tables at once instead of when autovacuum comes by.</summary>
internal static class PostgresScrub
{
    private const string Vacuum =
        """VACUUM "Subjects", "ReferenceImages", "Templates", "WatchlistEntries", "Candidates", "Alerts", "Searches", "ImportRejections", "ImportFindings" """;

    public static async Task<bool> RunAsync(FaceMatchDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlRawAsync(Vacuum, cancellationToken);
        return true;
    }
}
