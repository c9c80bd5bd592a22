using FaceMatch.Core.Refusals;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage;

/// <summary>Turns what the database throws into a refusal that a person understands.</summary>
public static class StorageFaults
{
    // Primary result codes of SQLite, https://sqlite.org/rescode.html
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

    // errno of Linux and macOS, as .NET hands it on in HResult; Windows has a code of its own.
    private const int NoSpace = 28;
    private const int OverQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    private const string DiskFull = "The disk of the data directory is full; free some space, then send the request again.";
    private const string NoAnswer = "The data directory cannot be written to; check the disk and who owns the files, then send the request again.";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private static readonly (string Columns, string Code, string Sentence)[] Taken =
    [
        ("Subjects.ReferenceNumber", "reference-number-taken",
            "A subject with this reference number is enrolled already; add the image to it, or use another number."),
        ("Watchlists.Unit", "watchlist-name-taken", "The unit has a watchlist of this name already; use it, or choose another name."),
        ("ReferenceImages.SubjectId", "image-already-enrolled", "The subject has this very image already; give another photograph."),
        ("Opinions.CandidateId", "already-judged", "You have judged this candidate; a second opinion must come from somebody else."),
        ("Accounts.NormalizedUserName", "account-name-taken", "An account of this name exists already; choose another name."),
    ];

    /// <summary>The refusal that stands for the fault; null when it is a defect of ours and must surface as one.</summary>
    public static RefusalException? Translate(Exception fault)
    {
        if (fault is DbUpdateConcurrencyException)
        {
            return new RefusalException(
                RefusalKind.Conflict, "changed-meanwhile", "Somebody else changed this at the same moment; load it again and decide anew.", fault);
        }

        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is SqliteException sqlite) return Translate(sqlite);
        }

        return null;
    }

    private static RefusalException? Translate(SqliteException fault)
    {
        if (fault.SqliteExtendedErrorCode is UniqueViolated or KeyViolated) return AlreadyThere(fault);
        return fault.SqliteErrorCode switch
        {
            Full => Unavailable(DiskFull, fault),
            Busy or Locked => Unavailable("The database is held by another program; send the request again in a moment.", fault),
            Permission or ReadOnly or CannotOpen => Unavailable("The database file cannot be opened for writing; check that it is there and who owns it.", fault),
            InputOutput or OutOfMemory => Unavailable(NoAnswer, fault),
            Corrupt or NotADatabase => Unavailable("The database file is damaged; stop the server and restore the last backup.", fault),
            _ => null,
        };
    }

    /// <summary>Turns a fault of the file system into a refusal.</summary>
    internal static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw OfDisk(fault);
        }
    }

    internal static void Guard(Action work) => Guard(() =>
    {
        work();
        return true;
    });

    internal static RefusalException OfDisk(Exception fault) => fault.HResult is NoSpace or OverQuota or WindowsDiskFull
        ? Unavailable(DiskFull, fault)
        : Unavailable(NoAnswer, fault);

    private static RefusalException Unavailable(string sentence, Exception fault) =>
        new(RefusalKind.Unavailable, "storage-unavailable", sentence, fault) { RetryAfter = RetryAfter };

    private static RefusalException AlreadyThere(SqliteException fault)
    {
        foreach ((string columns, string code, string sentence) in Taken)
        {
            if (fault.Message.Contains(columns, StringComparison.Ordinal)) return new RefusalException(RefusalKind.Conflict, code, sentence, fault);
        }

        return new RefusalException(RefusalKind.Conflict, "already-exists", "This exists already; load it instead of making it again.", fault);
    }
}
