using FaceMatch.Core.Accounts;

namespace FaceMatch.Core.Imports;

public enum ImportState
{
    /// <summary>Received and durable; rows are being worked through. A restart goes on where it stopped.</summary>
    Running,

    /// <summary>Every row was accepted or rejected; waits for approval by another account.</summary>
    AwaitingApproval,
    Approved,

    /// <summary>No row could be accepted, or the archive was unreadable.</summary>
    Failed,
}

/// <summary>One manifest with its archive. Its files lie in the vault until every row is worked through.</summary>
public sealed class Import
{
    private Import()
    {
    }

    public Import(Guid by, string unit, string manifestHash, string archiveHash, int rows, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        SubmittedBy = by;
        Unit = unit;
        ManifestHash = manifestHash;
        ArchiveHash = archiveHash;
        Rows = rows;
        SubmittedAt = at;
    }

    public Guid Id { get; private set; }

    public Guid SubmittedBy { get; private set; }

    public string Unit { get; private set; } = "";

    public string ManifestHash { get; private set; } = "";

    public string ArchiveHash { get; private set; } = "";

    public DateTimeOffset SubmittedAt { get; private set; }

    public ImportState State { get; private set; }

    public int Rows { get; private set; }

    /// <summary>Rows worked through so far, in manifest order; the next start goes on from here.</summary>
    public int RowsDone { get; private set; }

    public int Accepted { get; private set; }

    public Guid? ApprovedBy { get; private set; }

    public DateTimeOffset? ApprovedAt { get; private set; }

    public string? Failure { get; private set; }

    /// <summary>Pairs of subjects that may be one person, also those beyond the ones that are kept.</summary>
    public int DuplicatesFound { get; private set; }

    /// <summary>Images that seem to show somebody else than their subject, also those beyond the ones that are kept.</summary>
    public int UnlikeImagesFound { get; private set; }

    public List<ImportRejection> Rejections { get; } = [];

    public void RowAccepted()
    {
        RowsDone++;
        Accepted++;
    }

    public void RowRejected(int row, string file, string code, string reason)
    {
        RowsDone++;
        Rejections.Add(new ImportRejection(Id, row, file, code, reason));
    }

    /// <param name="duplicates">How many pairs of subjects may be one person.</param>
    /// <param name="unlikeImages">How many images seem to show somebody else than their subject.</param>
    public void Finish(int duplicates, int unlikeImages)
    {
        DuplicatesFound = duplicates;
        UnlikeImagesFound = unlikeImages;
        State = Accepted > 0 ? ImportState.AwaitingApproval : ImportState.Failed;
    }

    public void Fail(string why)
    {
        State = ImportState.Failed;
        Failure = why;
    }

    public void Approve(Guid by, DateTimeOffset at)
    {
        if (State != ImportState.AwaitingApproval)
        {
            throw new Refusals.RefusalException(
                Refusals.RefusalKind.Conflict, "not-awaiting-approval", "The import is not waiting for approval; look at its state.");
        }

        if (by == SubmittedBy) throw Refusals.Refuse.SamePerson("Approving an import");
        State = ImportState.Approved;
        ApprovedBy = by;
        ApprovedAt = at;
    }
}

/// <summary>A row that was not enrolled. <paramref name="row"/> counts manifest rows from 1, the header not counted.</summary>
public sealed class ImportRejection(Guid importId, int row, string file, string code, string reason)
{
    public Guid ImportId { get; private set; } = importId;

    public int Row { get; private set; } = row;

    public string File { get; private set; } = file;

    public string Code { get; private set; } = code;

    public string Reason { get; private set; } = reason;
}

public sealed record AcceptedImport(string ImportId);

public sealed record RejectedRow(int Row, string File, string Code, string Reason);

/// <param name="Duplicates">
/// Nearest first, with the other subjects of the import and with those that were searchable when its last row was done. Empty
/// while it runs. Not compared with: what waited for approval in another import or by itself.
/// </param>
/// <param name="DuplicatesFound">All, of which <paramref name="Duplicates"/> shows the nearest that still exist.</param>
/// <param name="UnlikeImages">In the order the subjects were enrolled.</param>
/// <param name="UnlikeImagesFound">All, of which <paramref name="UnlikeImages"/> shows the first that still exist.</param>
public sealed record ImportView(
    string Id, string State, int Rows, int RowsDone, int Accepted, IReadOnlyList<RejectedRow> Rejected, string? Failure, DateTimeOffset SubmittedAt,
    IReadOnlyList<ImportDuplicate> Duplicates, int DuplicatesFound, IReadOnlyList<ImportUnlikeImage> UnlikeImages, int UnlikeImagesFound);

public interface IImportService
{
    /// <summary>Checks the manifest's header and the archive's directory, keeps both, and answers before the rows are worked through.</summary>
    Task<AcceptedImport> SubmitAsync(Actor actor, Stream manifest, Stream archive, CancellationToken cancellationToken);

    Task<ImportView> GetAsync(Actor actor, Guid importId, CancellationToken cancellationToken);

    Task<ImportView> ApproveAsync(Actor actor, Guid importId, CancellationToken cancellationToken);
}
