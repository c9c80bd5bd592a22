using FaceMatch.Core.Refusals;
using Microsoft.Data.Sqlite;

namespace FaceMatch.Storage.Sqlite;

/// <summary>What SQLite's faults mean to a person. Primary result codes: https://sqlite.org/rescode.html</summary>
internal static class SqliteFaults
{
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int OutOfMemory = 7;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int UniqueViolated = 2067;
    private const int KeyViolated = 1555;

    /// <summary>Null when it is a defect of ours and must surface as one.</summary>
    public static RefusalException? Translate(SqliteException fault)
    {
        if (fault.SqliteExtendedErrorCode is UniqueViolated or KeyViolated) return StorageFaults.AlreadyThere(fault.Message, fault);
        return fault.SqliteErrorCode switch
        {
            Full => StorageFaults.Unavailable(StorageFaults.DiskFull, fault),
            Busy or Locked => StorageFaults.Unavailable("The database is held by another program; send the request again in a moment.", fault),
            Permission or ReadOnly or CannotOpen => StorageFaults.Unavailable("The database file cannot be opened for writing; check that it is there and who owns it.", fault),
            InputOutput or OutOfMemory => StorageFaults.Unavailable(StorageFaults.NoAnswer, fault),
            Corrupt or NotADatabase => StorageFaults.Unavailable("The database file is damaged; stop the server and restore the last backup.", fault),
            _ => null,
        };
    }
}
