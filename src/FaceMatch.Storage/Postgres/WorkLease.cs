namespace FaceMatch.Storage.Postgres;

/// <summary>A row of <see cref="PostgresLeases"/>. No entry in the ledger tells of it: it says which server works, not who acted.</summary>
internal sealed class WorkLease
{
    public const int LongestName = 100;

    public required string Name { get; init; }

    /// <summary>The server, by a number that it chose at its start.</summary>
    public Guid Holder { get; init; }

    /// <summary>By the clock of the database, which is one for all servers.</summary>
    public DateTime Until { get; init; }
}
