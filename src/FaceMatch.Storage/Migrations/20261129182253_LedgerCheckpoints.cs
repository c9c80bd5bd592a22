using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceMatch.Storage.Migrations
{
    /// <summary>The signatures on the ledger, in a table that only grows, as the ledger itself does.</summary>
    public partial class LedgerCheckpoints : Migration
    {
        private static readonly string[] Triggers =
        [
            """
            CREATE TRIGGER "Checkpoint_RefusesUpdate" BEFORE UPDATE ON "LedgerCheckpoints"
            BEGIN SELECT RAISE(ABORT, 'The ledger only grows: a checkpoint is never changed.'); END
            """,
            """
            CREATE TRIGGER "Checkpoint_RefusesDelete" BEFORE DELETE ON "LedgerCheckpoints"
            BEGIN SELECT RAISE(ABORT, 'The ledger only grows: a checkpoint is never removed.'); END
            """,
            // Also keeps INSERT OR REPLACE out, which would go around the delete trigger.
            """
            CREATE TRIGGER "Checkpoint_RefusesFork" BEFORE INSERT ON "LedgerCheckpoints"
            WHEN NEW."Sequence" <= (SELECT COALESCE(MAX("Sequence"), 0) FROM "LedgerCheckpoints")
              OR NOT EXISTS (SELECT 1 FROM "LedgerEntries" WHERE "Sequence" = NEW."Sequence" AND "Hash" = NEW."EntryHash")
            BEGIN SELECT RAISE(ABORT, 'A checkpoint follows the last one, and signs an entry of the ledger.'); END
            """,
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "LedgerCheckpoints",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    EntryHash = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    PublicKey = table.Column<string>(type: "TEXT", nullable: false),
                    Signature = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LedgerCheckpoints", x => x.Sequence);
                    table.ForeignKey(
                        name: "FK_LedgerCheckpoints_LedgerEntries_Sequence",
                        column: x => x.Sequence,
                        principalTable: "LedgerEntries",
                        principalColumn: "Sequence",
                        onDelete: ReferentialAction.Restrict);
                });

            foreach (string trigger in Triggers) migrationBuilder.Sql(trigger);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "LedgerCheckpoints");
        }
    }
}
