using FaceMatch.Core.Accounts;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Images;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Refusals;
using FaceMatch.Server.Access;
using FaceMatch.Server.Enrolment;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Imports;

/// <summary>What became of the picture of one row, before anything is written. Disposing zeroes the embedding.</summary>
public sealed record RowFinding(ManifestRow Row, byte[] Image, EnrolmentFace? Face, RefusalException? Refusal) : IDisposable
{
    public void Dispose() => Face?.Dispose();
}

/// <summary>
/// Works through the rows of one import from where it stopped. Pictures are analysed side by side on all cores; rows are
/// written one after the other in manifest order, each in a transaction with its place in the manifest. So a crash at any
/// moment neither loses a row nor does it twice.
/// </summary>
public sealed class ImportRun(
    IDbContextFactory<FaceMatchDbContext> contexts, IImageVault vault, IActorSource actors, EnrolmentAnalyser analyser, ImportRows writer,
    ImportCheck check, ImageErasure erasure)
{
    /// <summary>Pictures read ahead of the row being written: enough to keep every core busy, few enough for memory.</summary>
    private static readonly int Lookahead = 2 * Environment.ProcessorCount;

    /// <exception cref="InvalidDataException">The manifest or the archive in the vault is damaged.</exception>
    public async Task RunAsync(Guid importId, CancellationToken cancellationToken)
    {
        Import import = await LoadAsync(importId, cancellationToken);
        Actor actor = await actors.FindAsync(import.SubmittedBy, cancellationToken)
            ?? throw new InvalidDataException("The account that submitted the import is gone.");
        IReadOnlyList<ManifestRow> rows = ManifestReader.Read(await vault.ReadAsync(import.ManifestHash, cancellationToken));
        using (ImportArchive archive = ImportArchive.Open(await vault.OpenReadAsync(import.ArchiveHash, cancellationToken)))
        {
            await WorkAsync(import, actor, rows, archive, cancellationToken);
            ImportFindings findings = await check.FindAsync(import, new ImportedFiles(rows, archive), cancellationToken);
            await writer.FinishAsync(importId, actor, findings, cancellationToken);
        }

        await erasure.EraseAsync([import.ManifestHash, import.ArchiveHash], cancellationToken);
    }

    private async Task WorkAsync(Import import, Actor actor, IReadOnlyList<ManifestRow> rows, ImportArchive archive, CancellationToken cancellationToken)
    {
        Queue<Task<RowFinding>> ahead = new();
        try
        {
            foreach (ManifestRow row in rows.Skip(import.RowsDone))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (ahead.Count >= Lookahead) await WriteNextAsync();
                ahead.Enqueue(FindAsync(row, archive, cancellationToken));
            }

            while (ahead.Count > 0) await WriteNextAsync();
        }
        finally
        {
            // What was analysed and not written is done again by the next run; its embeddings must not linger.
            foreach (Task<RowFinding> finding in ahead)
            {
                await ((Task)finding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (finding.IsCompletedSuccessfully) (await finding).Dispose();
            }
        }

        async Task WriteNextAsync()
        {
            using RowFinding finding = await ahead.Dequeue();
            await writer.WriteAsync(import, actor, finding, cancellationToken);
        }
    }

    /// <summary>Reads the file at once, since the archive is not shared between threads, and analyses it aside.</summary>
    private Task<RowFinding> FindAsync(ManifestRow row, ImportArchive archive, CancellationToken cancellationToken)
    {
        byte[] image;
        try
        {
            if (row.Fault is { } fault) new FieldFaults().Add(fault.Field, fault.Fault).ThrowIfAny();
            ReferenceImages.Check(row.Source, row.LawfulHolding);
            image = archive.Read(row.File);
        }
        catch (RefusalException refusal)
        {
            return Task.FromResult(new RowFinding(row, [], Face: null, refusal));
        }

        return AnalyseAsync(row, image, cancellationToken);
    }

    private async Task<RowFinding> AnalyseAsync(ManifestRow row, byte[] image, CancellationToken cancellationToken)
    {
        try
        {
            return new RowFinding(row, image, await analyser.AnalyseAsync(image, cancellationToken), Refusal: null);
        }
        catch (RefusalException refusal)
        {
            return new RowFinding(row, image, Face: null, refusal);
        }
        catch (ImageRefusedException refused)
        {
            string code = refused.Reason == ImageRefusal.TooLarge ? "image-too-large" : "undecodable-image";
            return new RowFinding(row, image, Face: null, new RefusalException(RefusalKind.Unacceptable, code, refused.Message, refused));
        }
    }

    private async Task<Import> LoadAsync(Guid importId, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Imports.AsNoTracking().SingleAsync(import => import.Id == importId, cancellationToken);
    }
}
