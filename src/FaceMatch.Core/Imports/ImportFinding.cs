namespace FaceMatch.Core.Imports;

public enum ImportFindingKind
{
    /// <summary>Two subjects whose images lie so near that they may be one person.</summary>
    Duplicate,

    /// <summary>An image that seems to show somebody else than most of its subject's images do.</summary>
    UnlikeImage,
}

/// <summary>What the second person should look at before approving an import. It goes with the first of its subjects that is erased.</summary>
public sealed class ImportFinding
{
    private ImportFinding()
    {
    }

    public long Id { get; private set; }

    public Guid ImportId { get; private set; }

    public ImportFindingKind Kind { get; private set; }

    /// <summary>Of the import.</summary>
    public Guid SubjectId { get; private set; }

    public Guid ImageId { get; private set; }

    /// <summary>Path of the image in the archive; empty when the archive no longer gives it.</summary>
    public string File { get; private set; } = "";

    /// <summary>Of a duplicate: the other, of the same import or searchable when the import ended.</summary>
    public Guid? OtherSubjectId { get; private set; }

    /// <summary>Of a duplicate within the import: the other's image in the archive; null: the other was enrolled before.</summary>
    public string? OtherFile { get; private set; }

    /// <summary>Of a duplicate, -1 to 1.</summary>
    public float? Cosine { get; private set; }

    /// <summary>Of a duplicate: how often two strangers score as high, by the calibration of the moment.</summary>
    public double? Fmr { get; private set; }

    public static ImportFinding Duplicate(
        Guid importId, Guid subjectId, Guid imageId, string file, Guid otherSubjectId, string? otherFile, float cosine, double fmr) => new()
        {
            ImportId = importId,
            Kind = ImportFindingKind.Duplicate,
            SubjectId = subjectId,
            ImageId = imageId,
            File = file,
            OtherSubjectId = otherSubjectId,
            OtherFile = otherFile,
            Cosine = cosine,
            Fmr = fmr,
        };

    public static ImportFinding Unlike(Guid importId, Guid subjectId, Guid imageId, string file) =>
        new() { ImportId = importId, Kind = ImportFindingKind.UnlikeImage, SubjectId = subjectId, ImageId = imageId, File = file };
}

/// <summary>Two subjects that may be one person; <paramref name="SubjectId"/> is of the import.</summary>
/// <param name="File">Path in the archive of the image that lies nearest; empty when it is not known.</param>
/// <param name="OtherFile">The same of the other; null when the other was enrolled before the import.</param>
public sealed record ImportDuplicate(
    string SubjectId, string ReferenceNumber, string ImageId, string File,
    string OtherSubjectId, string OtherReferenceNumber, string? OtherFile, float Cosine, double Fmr);

/// <summary>An image that seems to show somebody else than most of its subject's images do.</summary>
/// <param name="File">Path in the archive; empty when it is not known.</param>
public sealed record ImportUnlikeImage(string SubjectId, string ReferenceNumber, string ImageId, string File);
