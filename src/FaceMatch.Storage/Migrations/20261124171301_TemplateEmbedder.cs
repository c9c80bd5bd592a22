using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceMatch.Storage.Migrations
{
    /// <summary>
    /// Templates say which embedder made them. Of those that are there already nobody knows, so they belong to none and wait
    /// until their images are embedded again.
    /// </summary>
    public partial class TemplateEmbedder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Templates_ImageId_Pack",
                table: "Templates");

            migrationBuilder.AddColumn<string>(
                name: "Embedder",
                table: "Templates",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateIndex(
                name: "IX_Templates_ImageId_Pack_Embedder",
                table: "Templates",
                columns: new[] { "ImageId", "Pack", "Embedder" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Templates_ImageId_Pack_Embedder",
                table: "Templates");

            migrationBuilder.DropColumn(
                name: "Embedder",
                table: "Templates");

            migrationBuilder.CreateIndex(
                name: "IX_Templates_ImageId_Pack",
                table: "Templates",
                columns: new[] { "ImageId", "Pack" },
                unique: true);
        }
    }
}
