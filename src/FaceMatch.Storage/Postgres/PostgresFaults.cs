using FaceMatch.Core.Refusals;
using Npgsql;

namespace FaceMatch.Storage.Postgres;

/// <summary>What PostgreSQL's faults mean to a person. Codes: appendix A of its manual, "PostgreSQL Error Codes".</summary>
internal static class PostgresFaults
{
    /// <summary>25P03, which Npgsql has no name for.</summary>
    private const string IdleInTransaction = "25P03";

    private const string Away = "The database does not answer; send the request again in a moment.";
    private const string OutcomeUnknown =
        "The database went away while the change was being saved; look whether it is there before you send it again.";

    /// <summary>Null when it is a defect of ours and must surface as one.</summary>
    public static RefusalException? Translate(NpgsqlException fault) => fault is PostgresException told
        ? Translate(told)
        : StorageFaults.Unavailable(Away, fault);

    /// <summary>Whether it may be over in a moment by itself: a server that starts, stops or is not reached.</summary>
    public static bool IsPassing(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is NpgsqlException postgres) return postgres.IsTransient;
        }

        return false;
    }

    /// <summary>For a commit that was sent and never answered.</summary>
    public static RefusalException Unanswered(Exception fault) => StorageFaults.Unavailable(OutcomeUnknown, fault);

    private static RefusalException? Translate(PostgresException fault) => fault.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => StorageFaults.AlreadyThere(fault.ConstraintName ?? "", fault),
        PostgresErrorCodes.DiskFull => StorageFaults.Unavailable("The disk of the database server is full; free some space there, then send the request again.", fault),
        PostgresErrorCodes.TooManyConnections => StorageFaults.Unavailable("The database takes no more connections; send the request again in a moment.", fault),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure =>
            StorageFaults.Unavailable("The database is held by another server; send the request again in a moment.", fault),
        PostgresErrorCodes.ReadOnlySqlTransaction => StorageFaults.Unavailable("The database takes no changes now: it is a standby; send the request again when it was switched over.", fault),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            StorageFaults.Unavailable($"The database refuses the user or the password of ConnectionStrings:{StorageOptions.ConnectionName}.", fault),
        PostgresErrorCodes.InvalidCatalogName =>
            StorageFaults.Unavailable($"The database that ConnectionStrings:{StorageOptions.ConnectionName} names does not exist; make it with createdb, owned by the user of the connection.", fault),
        PostgresErrorCodes.InsufficientPrivilege => StorageFaults.Unavailable("The user of the database may not do this; see ops/postgresql.md for the rights that it needs.", fault),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted =>
            StorageFaults.Unavailable("The database is damaged; stop the servers and restore the last backup.", fault),
        PostgresErrorCodes.QueryCanceled or IdleInTransaction => StorageFaults.Unavailable(Away, fault),
        _ => IsOfTheServer(fault.SqlState) ? StorageFaults.Unavailable(Away, fault) : null,
    };

    /// <summary>Connection (08), resources (53), operator (57, a shutdown among them), system (58).</summary>
    private static bool IsOfTheServer(string state) => state[..2] is "08" or "53" or "57" or "58";
}
