using FaceMatch.Core.Refusals;

namespace FaceMatch.Server.Imports;

internal static class ImportRefusals
{
    public static RefusalException ArchiveTooLarge() => new(
        RefusalKind.TooLarge, "archive-too-large",
        $"The archive is larger than the {ImportLimits.LargestArchive >> 30} GB that are taken at once. Send it in parts.");

    public static RefusalException ManifestTooLarge() => new(
        RefusalKind.TooLarge, "manifest-too-large",
        $"The manifest is larger than the {ImportLimits.LargestManifest >> 20} MB that are taken. Send it in parts.");
}
