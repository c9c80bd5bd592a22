using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceMatch.Storage.Migrations
{
    /// <summary>
    /// What an import found out about its subjects. Imports from before were not looked at, so they show none; those that are
    /// running are.
    /// </summary>
    public partial class ImportFindings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "DuplicatesFound",
                table: "Imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "UnlikeImagesFound",
                table: "Imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "ImportFindings",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ImportId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    SubjectId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ImageId = table.Column<Guid>(type: "TEXT", nullable: false),
                    File = table.Column<string>(type: "TEXT", nullable: false),
                    OtherSubjectId = table.Column<Guid>(type: "TEXT", nullable: true),
                    OtherFile = table.Column<string>(type: "TEXT", nullable: true),
                    Cosine = table.Column<float>(type: "REAL", nullable: true),
                    Fmr = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ImportFindings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ImportFindings_Imports_ImportId",
                        column: x => x.ImportId,
                        principalTable: "Imports",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ImportFindings_ReferenceImages_ImageId",
                        column: x => x.ImageId,
                        principalTable: "ReferenceImages",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ImportFindings_Subjects_OtherSubjectId",
                        column: x => x.OtherSubjectId,
                        principalTable: "Subjects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ImportFindings_Subjects_SubjectId",
                        column: x => x.SubjectId,
                        principalTable: "Subjects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ImportFindings_ImageId",
                table: "ImportFindings",
                column: "ImageId");

            migrationBuilder.CreateIndex(
                name: "IX_ImportFindings_ImportId",
                table: "ImportFindings",
                column: "ImportId");

            migrationBuilder.CreateIndex(
                name: "IX_ImportFindings_OtherSubjectId",
                table: "ImportFindings",
                column: "OtherSubjectId");

            migrationBuilder.CreateIndex(
                name: "IX_ImportFindings_SubjectId",
                table: "ImportFindings",
                column: "SubjectId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ImportFindings");

            migrationBuilder.DropColumn(
                name: "DuplicatesFound",
                table: "Imports");

            migrationBuilder.DropColumn(
                name: "UnlikeImagesFound",
                table: "Imports");
        }
    }
}
