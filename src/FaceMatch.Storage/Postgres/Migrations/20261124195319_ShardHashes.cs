using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceMatch.Storage.Postgres.Migrations
{
    /// <summary>Lets a shard read its own part of the gallery, and then only what changed; and room for a second generation. As on SQLite.</summary>
    public partial class ShardHashes : Migration
    {
        private const string OnlyCount = "UPDATE \"GalleryState\" SET \"Version\" = \"Version\" + 1;";

        /// <summary>The functions of the triggers that count, with what they do first and of whom the change is.</summary>
        private static readonly (string Name, string First, string Subject)[] Counters =
        [
            ("Watchlist_CountsJoin", "UPDATE \"Watchlists\" SET \"Version\" = \"Version\" + 1 WHERE \"Id\" = NEW.\"WatchlistId\";", "NEW.\"SubjectId\""),
            ("Watchlist_CountsLeave", "UPDATE \"Watchlists\" SET \"Version\" = \"Version\" + 1 WHERE \"Id\" = OLD.\"WatchlistId\";", "OLD.\"SubjectId\""),
            ("Gallery_CountsTemplate", "", "COALESCE(NEW.\"SubjectId\", OLD.\"SubjectId\")"),
            ("Gallery_CountsSubject", "", "NEW.\"Id\""),
        ];

        private static string Note(string subject) => $"""
            INSERT INTO "GalleryChanges" ("SubjectId", "Version") SELECT {subject}, "Version" FROM "GalleryState"
            ON CONFLICT ("SubjectId") DO UPDATE SET "Version" = excluded."Version";
            """;

        private static string Function(string name, string body) =>
            $"CREATE OR REPLACE FUNCTION \"{name}\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$;";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ShardHash",
                table: "Templates",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "LastGeneration",
                table: "GalleryState",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "ManifestVersion",
                table: "GalleryState",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "NextGeneration",
                table: "GalleryState",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "NextShards",
                table: "GalleryState",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "GalleryChanges",
                columns: table => new
                {
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
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

            foreach ((string name, string first, string subject) in Counters)
                migrationBuilder.Sql(Function(name, $"{first} {OnlyCount} {Note(subject)}"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Back to counting only: the table that the triggers write to goes.
            foreach ((string name, string first, string _) in Counters)
                migrationBuilder.Sql(Function(name, $"{first} {OnlyCount}"));

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
