using FaceMatch.Core.Accounts;
using FaceMatch.Core.Images;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Refusals;
using FaceMatch.Server.Enrolment;
using FaceMatch.Server.Hosting.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace FaceMatch.Server.Imports;

/// <summary>
/// Reads the form of an import as it comes in: the manifest into memory, the archive straight into the vault, whichever
/// comes first.
/// </summary>
public sealed class ImportIntake(IImportService imports, IImageVault vault, ImageErasure erasure)
{
    private const string Manifest = "manifest";
    private const string Archive = "archive";

    public async Task<AcceptedImport> ReadAsync(Actor actor, HttpRequest request, CancellationToken cancellationToken)
    {
        MultipartReader reader = MultipartForm.Open(request, ImportLimits.Form);
        MemoryStream? manifest = null;
        string? archive = null;
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                switch (NameOf(section))
                {
                    case Manifest when manifest is null:
                        manifest = await ReadManifestAsync(section.Body, cancellationToken);
                        break;
                    case Archive when manifest is not null && archive is null:
                        return await imports.SubmitAsync(actor, manifest, section.Body, cancellationToken);
                    case Archive when archive is null:
                        archive = await vault.StoreStreamAsync(
                            new BoundedStream(section.Body, ImportLimits.LargestArchive, ImportRefusals.ArchiveTooLarge), cancellationToken);
                        break;
                    default:
                        break;
                }
            }

            new FieldFaults()
                .When(manifest is null, Manifest, "is missing: send the CSV as a part with this name")
                .When(archive is null, Archive, "is missing: send the ZIP as a part with this name")
                .ThrowIfAny();
            await using Stream stored = await vault.OpenReadAsync(archive!, cancellationToken);
            return await imports.SubmitAsync(actor, manifest!, stored, cancellationToken);
        }
        catch (Exception fault)
        {
            if (archive is not null) await erasure.EraseAsync([archive], CancellationToken.None);
            if (fault is InvalidDataException or (IOException and not BadHttpRequestException))
                throw MultipartForm.Malformed("it ends too early or a part has no readable header", fault);
            throw;
        }
    }

    private static string? NameOf(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.Name).ToString()
            : null;

    private static async Task<MemoryStream> ReadManifestAsync(Stream body, CancellationToken cancellationToken)
    {
        MemoryStream content = new();
        await new BoundedStream(body, ImportLimits.LargestManifest, ImportRefusals.ManifestTooLarge).CopyToAsync(content, cancellationToken);
        content.Position = 0;
        return content;
    }
}
