using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceMatch.Storage.Migrations
{
    /// <summary>Lets a shard read its own part of the gallery, and then only what changed; and room for a second generation.</summary>
    public partial class ShardHashes : Migration
    {
        /// <summary>What every change of the gallery does: counts, and says of whom it was.</summary>
        private static string Count(string subject) => $"""
              UPDATE "GalleryState" SET "Version" = "Version" + 1;
              INSERT INTO "GalleryChanges" ("SubjectId", "Version") SELECT {subject}, "Version" FROM "GalleryState" WHERE TRUE
              ON CONFLICT ("SubjectId") DO UPDATE SET "Version" = excluded."Version";
            """;

        private static readonly (string Name, string When, string Body)[] Triggers =
        [
            ("Watchlist_CountsJoin", "AFTER INSERT ON \"WatchlistEntries\"",
                "UPDATE \"Watchlists\" SET \"Version\" = \"Version\" + 1 WHERE \"Id\" = NEW.\"WatchlistId\"; " + Count("NEW.\"SubjectId\"")),
            ("Watchlist_CountsLeave", "AFTER DELETE ON \"WatchlistEntries\"",
                "UPDATE \"Watchlists\" SET \"Version\" = \"Version\" + 1 WHERE \"Id\" = OLD.\"WatchlistId\"; " + Count("OLD.\"SubjectId\"")),
            ("Gallery_CountsTemplateAdded", "AFTER INSERT ON \"Templates\"", Count("NEW.\"SubjectId\"")),
            ("Gallery_CountsTemplateChanged", "AFTER UPDATE ON \"Templates\"", Count("NEW.\"SubjectId\"")),
            ("Gallery_CountsTemplateRemoved", "AFTER DELETE ON \"Templates\"", Count("OLD.\"SubjectId\"")),
            ("Gallery_CountsSubject",
                "AFTER UPDATE OF \"State\", \"ExpiresAt\" ON \"Subjects\" WHEN OLD.\"State\" <> NEW.\"State\" OR OLD.\"ExpiresAt\" <> NEW.\"ExpiresAt\"",
                Count("NEW.\"Id\"")),
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ShardHash",
                table: "Templates",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "LastGeneration",
                table: "GalleryState",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "ManifestVersion",
                table: "GalleryState",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "NextGeneration",
                table: "GalleryState",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "NextShards",
                table: "GalleryState",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "GalleryChanges",
                columns: table => new
                {
                    SubjectId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GalleryChanges", x => x.SubjectId);
                });

            migrationBuilder.UpdateData(
                table: "GalleryState",
                keyColumn: "Id",
                keyValue: 1,
                columns: new[] { "LastGeneration", "ManifestVersion", "NextGeneration", "NextShards" },
                values: new object[] { 1, 0, null, null });

            migrationBuilder.CreateIndex(
                name: "IX_Templates_ShardHash_SubjectId_Id",
                table: "Templates",
                columns: new[] { "ShardHash", "SubjectId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_GalleryChanges_Version",
                table: "GalleryChanges",
                column: "Version");

            foreach ((string name, string when, string body) in Triggers)
            {
                migrationBuilder.Sql($"DROP TRIGGER \"{name}\";");
                migrationBuilder.Sql($"CREATE TRIGGER \"{name}\" {when} BEGIN {body} END;");
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Back to counting only: the table that the triggers write to goes.
            string onlyCount = "UPDATE \"GalleryState\" SET \"Version\" = \"Version\" + 1;";
            foreach ((string name, string when, string body) in Triggers)
            {
                string before = body.Contains("Watchlists", StringComparison.Ordinal) ? body[..(body.IndexOf(';', StringComparison.Ordinal) + 1)] : "";
                migrationBuilder.Sql($"DROP TRIGGER \"{name}\";");
                migrationBuilder.Sql($"CREATE TRIGGER \"{name}\" {when} BEGIN {before} {onlyCount} END;");
            }

            migrationBuilder.DropTable(
                name: "GalleryChanges");

            migrationBuilder.DropIndex(
                name: "IX_Templates_ShardHash_SubjectId_Id",
                table: "Templates");

            migrationBuilder.DropColumn(
                name: "ShardHash",
                table: "Templates");

            migrationBuilder.DropColumn(
                name: "LastGeneration",
                table: "GalleryState");

            migrationBuilder.DropColumn(
                name: "ManifestVersion",
                table: "GalleryState");

            migrationBuilder.DropColumn(
                name: "NextGeneration",
                table: "GalleryState");

            migrationBuilder.DropColumn(
                name: "NextShards",
                table: "GalleryState");

        }
    }
}
