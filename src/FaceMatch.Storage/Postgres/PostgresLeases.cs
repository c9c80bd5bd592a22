using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Postgres;

/// <summary>Leases of work in one table; each change is one statement, by the clock of the database.</summary>
public sealed class PostgresLeases(IDbContextFactory<FaceMatchDbContext> contexts)
{
    private readonly Guid _server = Guid.NewGuid();

    /// <returns>False when another server has it.</returns>
    public async Task<bool> TakeAsync(string name, TimeSpan length, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "WorkLeases" ("Name", "Holder", "Until") VALUES ({name}, {_server}, clock_timestamp() + {length})
            ON CONFLICT ("Name") DO UPDATE SET "Holder" = EXCLUDED."Holder", "Until" = EXCLUDED."Until"
            WHERE "WorkLeases"."Until" < clock_timestamp()
            """,
            cancellationToken) == 1;
    }

    /// <returns>False when another server took it; null when the database did not answer.</returns>
    public async Task<bool?> RenewAsync(string name, TimeSpan length, CancellationToken cancellationToken)
    {
        try
        {
            await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
            return await db.Database.ExecuteSqlAsync(
                $"""UPDATE "WorkLeases" SET "Until" = clock_timestamp() + {length} WHERE "Name" = {name} AND "Holder" = {_server}""",
                cancellationToken) == 1;
        }
        catch (Exception fault) when (fault is OperationCanceledException || StorageFaults.Translate(fault) is not null)
        {
            return null;
        }
    }

    /// <summary>When the database does not answer, the lease runs out by itself.</summary>
    public async Task GiveBackAsync(string name)
    {
        try
        {
            await using FaceMatchDbContext db = await contexts.CreateDbContextAsync();
            await db.Database.ExecuteSqlAsync($"""DELETE FROM "WorkLeases" WHERE "Name" = {name} AND "Holder" = {_server}""");
        }
        catch (Exception fault) when (StorageFaults.Translate(fault) is not null)
        {
            // Nobody is waiting for the answer.
        }
    }
}
