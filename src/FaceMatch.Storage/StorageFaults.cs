using FaceMatch.Core.Refusals;
using FaceMatch.Storage.Postgres;
using FaceMatch.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FaceMatch.Storage;

/// <summary>Turns what the database throws into a refusal that a person understands.</summary>
public static class StorageFaults
{
    internal const string DiskFull = "The disk of the data directory is full; free some space, then send the request again.";
    internal const string NoAnswer = "The data directory cannot be written to; check the disk and who owns the files, then send the request again.";

    // errno of Linux and macOS, as .NET hands it on in HResult; Windows has a code of its own.
    private const int NoSpace = 28;
    private const int OverQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>What is unique: as SQLite calls it (columns) and as PostgreSQL does (the index).</summary>
    private static readonly (string Columns, string Index, string Code, string Sentence)[] Taken =
    [
        ("Subjects.ReferenceNumber", "IX_Subjects_ReferenceNumber", "reference-number-taken",
            "A subject with this reference number is enrolled already; add the image to it, or use another number."),
        ("Watchlists.Unit", "IX_Watchlists_Unit_Name", "watchlist-name-taken",
            "The unit has a watchlist of this name already; use it, or choose another name."),
        ("ReferenceImages.SubjectId", "IX_ReferenceImages_SubjectId_ContentHash", "image-already-enrolled",
            "The subject has this very image already; give another photograph."),
        ("Opinions.CandidateId", "IX_Opinions_CandidateId_ReviewerId", "already-judged",
            "You have judged this candidate; a second opinion must come from somebody else."),
        ("Accounts.NormalizedUserName", "UserNameIndex", "account-name-taken", "An account of this name exists already; choose another name."),
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
            if (cause is SqliteException sqlite) return SqliteFaults.Translate(sqlite);
            if (cause is NpgsqlException postgres) return PostgresFaults.Translate(postgres);
        }

        return null;
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

    internal static RefusalException Unavailable(string sentence, Exception fault) =>
        new(RefusalKind.Unavailable, "storage-unavailable", sentence, fault) { RetryAfter = RetryAfter };

    /// <param name="named">What the database said was violated: columns in a sentence, or the name of an index.</param>
    internal static RefusalException AlreadyThere(string named, Exception fault)
    {
        foreach ((string columns, string index, string code, string sentence) in Taken)
        {
            if (named == index || named.Contains(columns, StringComparison.Ordinal)) return new RefusalException(RefusalKind.Conflict, code, sentence, fault);
        }

        return new RefusalException(RefusalKind.Conflict, "already-exists", "This exists already; load it instead of making it again.", fault);
    }
}
