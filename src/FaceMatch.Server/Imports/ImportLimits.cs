using FaceMatch.Server.Hosting.Http;

namespace FaceMatch.Server.Imports;

/// <summary>What one import may hold. A larger collection comes as several.</summary>
public static class ImportLimits
{
    /// <summary>Whole archive. Fits the 32-bit sizes of a plain ZIP, and an upload of some minutes.</summary>
    public const long LargestArchive = 2L << 30;

    /// <summary>A row is some 300 bytes.</summary>
    public const int LargestManifest = 32 << 20;

    public const int MostRows = 50_000;

    /// <summary>The list of files in the archive, which is held in memory while rows are worked through.</summary>
    public const long LargestDirectory = 32 << 20;

    public const int LargestImage = MultipartLimits.LargestImage;

    /// <summary>Pictures are compressed already; an entry that unpacks to more than this many times its size is a bomb.</summary>
    public const int HighestRatio = 100;

    /// <summary>Below this size a high ratio harms nobody: a tiny flat bitmap has one.</summary>
    public const int SmallEntry = 1 << 20;

    /// <summary>
    /// Findings of each kind that are kept and shown, the nearest duplicates and the first unlike images; more than a person
    /// looks through. The rest is counted.
    /// </summary>
    public const int MostFindings = 1_000;

    private const long Texts = 1 << 20;

    public static readonly MultipartLimits Form = new(LargestArchive + LargestManifest + Texts, LargestManifest, "archive-too-large");
}
