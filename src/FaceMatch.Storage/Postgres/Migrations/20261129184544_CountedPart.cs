using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceMatch.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class CountedPart : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Templates_ShardHash_SubjectId_Id",
                table: "Templates");

            migrationBuilder.CreateIndex(
                name: "IX_Templates_ShardHash_SubjectId_Id_Pack_Embedder",
                table: "Templates",
                columns: new[] { "ShardHash", "SubjectId", "Id", "Pack", "Embedder" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Templates_ShardHash_SubjectId_Id_Pack_Embedder",
                table: "Templates");

            migrationBuilder.CreateIndex(
                name: "IX_Templates_ShardHash_SubjectId_Id",
                table: "Templates",
                columns: new[] { "ShardHash", "SubjectId", "Id" });
        }
    }
}
