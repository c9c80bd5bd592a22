using System.Runtime.InteropServices;
using FaceMatch.Core.Galleries;
using Npgsql;
using NpgsqlTypes;

namespace FaceMatch.LoadTest.Crowd;

/// <summary>
/// Writes strangers into the truth as copies of one person who was enrolled through the API, each with an embedding of its own. A
/// hundred thousand enrolments through the API would take hours and measure something else.
/// </summary>
internal static class CrowdWriter
{
    /// <summary>
    /// The triggers that count changes would each update one row, a hundred thousand times; the version is counted up once instead.
    /// Servers that run meanwhile do not hear of the crowd.
    /// </summary>
    private const string Prepare = """
        SET LOCAL session_replication_role = replica;
        CREATE TEMPORARY TABLE crowd (subject uuid, image uuid, hash bigint, vector bytea) ON COMMIT DROP;
        """;

    private const string OnePerson = """
        SELECT template."Id", octet_length(template."Vector") / 4
        FROM "Templates" template JOIN "Subjects" subject ON subject."Id" = template."SubjectId"
        WHERE subject."State" = 'Approved' ORDER BY template."Id" LIMIT 1
        """;

    private const string Spread = """
        INSERT INTO "Subjects" ("Id", "ReferenceNumber", "Category", "LegalInstrument", "LegalReference", "RequestingUnit", "Necessity",
            "ReviewAt", "ExpiresAt", "Unit", "State", "EnrolledBy", "EnrolledAt", "ApprovedBy", "ApprovedAt")
        SELECT crowd.subject, 'crowd-' || crowd.subject, s."Category", s."LegalInstrument", s."LegalReference", s."RequestingUnit", s."Necessity",
            s."ReviewAt", s."ExpiresAt", s."Unit", s."State", s."EnrolledBy", s."EnrolledAt", s."ApprovedBy", s."ApprovedAt"
        FROM crowd, "Templates" t JOIN "Subjects" s ON s."Id" = t."SubjectId" WHERE t."Id" = @template;

        INSERT INTO "ReferenceImages" ("Id", "SubjectId", "ContentHash", "Source", "LawfulHolding", "FrameWidth", "FrameHeight", "Box",
            "Landmarks", "Quality", "AddedBy", "AddedAt")
        SELECT crowd.image, crowd.subject, i."ContentHash", i."Source", i."LawfulHolding", i."FrameWidth", i."FrameHeight", i."Box",
            i."Landmarks", i."Quality", i."AddedBy", i."AddedAt"
        FROM crowd, "Templates" t JOIN "ReferenceImages" i ON i."Id" = t."ImageId" WHERE t."Id" = @template;

        INSERT INTO "WatchlistEntries" ("WatchlistId", "SubjectId", "AddedBy", "AddedAt")
        SELECT e."WatchlistId", crowd.subject, e."AddedBy", e."AddedAt"
        FROM crowd, "Templates" t JOIN "WatchlistEntries" e ON e."SubjectId" = t."SubjectId" WHERE t."Id" = @template;

        INSERT INTO "Templates" ("SubjectId", "ImageId", "Pack", "Embedder", "Vector", "ShardHash")
        SELECT crowd.subject, crowd.image, t."Pack", t."Embedder", crowd.vector, crowd.hash
        FROM crowd, "Templates" t WHERE t."Id" = @template;

        UPDATE "GalleryState" SET "Version" = "Version" + 1;
        """;

    /// <exception cref="InvalidOperationException">Nobody is enrolled and approved whom the crowd could be copied from.</exception>
    public static async Task WriteAsync(string connectionString, int count, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        (long template, int dimensions) = await OnePersonAsync(connection, cancellationToken);
        await using (NpgsqlCommand prepare = new(Prepare, connection)) await prepare.ExecuteNonQueryAsync(cancellationToken);
        await CopyAsync(connection, count, dimensions, cancellationToken);
        await using (NpgsqlCommand spread = new(Spread, connection) { Parameters = { new NpgsqlParameter("template", template) } })
            await spread.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // Without it the first plans after a fill are those of empty tables.
        await using NpgsqlCommand analyse = new("ANALYZE", connection);
        await analyse.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<(long Template, int Dimensions)> OnePersonAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new(OnePerson, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetInt64(0), reader.GetInt32(1))
            : throw new InvalidOperationException("Enrol and approve one person first; the crowd is made of copies.");
    }

    private static async Task CopyAsync(NpgsqlConnection connection, int count, int dimensions, CancellationToken cancellationToken)
    {
        var vector = new float[dimensions];
        await using NpgsqlBinaryImporter rows =
            await connection.BeginBinaryImportAsync("COPY crowd (subject, image, hash, vector) FROM STDIN (FORMAT BINARY)", cancellationToken);
        for (int number = 0; number < count; number++)
        {
            Guid subject = Guid.NewGuid();
            SyntheticVectors.Fill(number, vector);
            await rows.StartRowAsync(cancellationToken);
            await rows.WriteAsync(subject, NpgsqlDbType.Uuid, cancellationToken);
            await rows.WriteAsync(Guid.NewGuid(), NpgsqlDbType.Uuid, cancellationToken);
            await rows.WriteAsync(ShardRange.HashOf(subject), NpgsqlDbType.Bigint, cancellationToken);
            await rows.WriteAsync(MemoryMarshal.AsBytes(vector.AsSpan()).ToArray(), NpgsqlDbType.Bytea, cancellationToken);
        }

        await rows.CompleteAsync(cancellationToken);
    }
}
