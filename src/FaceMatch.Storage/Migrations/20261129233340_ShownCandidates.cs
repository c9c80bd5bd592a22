using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceMatch.Storage.Migrations
{
    /// <summary>What a candidate was shown with, which versions of which lists were searched, and what an alert rests on.</summary>
    public partial class ShownCandidates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "WatchlistVersions",
                table: "Searches",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "ReferenceNumber",
                table: "Candidates",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "WatchlistIds",
                table: "Candidates",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SearchedOn",
                table: "Alerts",
                type: "TEXT",
                nullable: true);

            // The number of a subject never changes, so today's is what was shown. On which lists it was then, nobody knows any more.
            migrationBuilder.Sql(
                """
                UPDATE "Candidates" SET "ReferenceNumber" =
                  (SELECT "Subjects"."ReferenceNumber" FROM "Subjects" WHERE "Subjects"."Id" = "Candidates"."SubjectId");
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "WatchlistVersions",
                table: "Searches");

            migrationBuilder.DropColumn(
                name: "ReferenceNumber",
                table: "Candidates");

            migrationBuilder.DropColumn(
                name: "WatchlistIds",
                table: "Candidates");

            migrationBuilder.DropColumn(
                name: "SearchedOn",
                table: "Alerts");
        }
    }
}
