using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceMatch.Storage.Postgres.Migrations
{
    /// <summary>The signatures on the ledger, in a table that only grows, as the ledger itself does. As on SQLite.</summary>
    public partial class LedgerCheckpoints : Migration
    {
        /// <summary>The body of the function, and where it is fired.</summary>
        private static readonly (string Name, string When, string Body)[] Triggers =
        [
            ("Checkpoint_RefusesUpdate", "BEFORE UPDATE ON \"LedgerCheckpoints\" FOR EACH ROW",
                "RAISE EXCEPTION 'The ledger only grows: a checkpoint is never changed.';"),
            ("Checkpoint_RefusesDelete", "BEFORE DELETE ON \"LedgerCheckpoints\" FOR EACH ROW",
                "RAISE EXCEPTION 'The ledger only grows: a checkpoint is never removed.';"),
            ("Checkpoint_RefusesTruncate", "BEFORE TRUNCATE ON \"LedgerCheckpoints\" FOR EACH STATEMENT",
                "RAISE EXCEPTION 'The ledger only grows: a checkpoint is never removed.';"),
            ("Checkpoint_RefusesFork", "BEFORE INSERT ON \"LedgerCheckpoints\" FOR EACH ROW",
                """
                IF NEW."Sequence" <= (SELECT COALESCE(MAX("Sequence"), 0) FROM "LedgerCheckpoints")
                  OR NOT EXISTS (SELECT 1 FROM "LedgerEntries" WHERE "Sequence" = NEW."Sequence" AND "Hash" = NEW."EntryHash")
                THEN
                  RAISE EXCEPTION 'A checkpoint follows the last one, and signs an entry of the ledger.';
                END IF;
                RETURN NEW;
                """),
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "LedgerCheckpoints",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    EntryHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    PublicKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Signature = table.Column<string>(type: "text", nullable: false, collation: "C")
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

            foreach ((string name, string when, string body) in Triggers)
            {
                migrationBuilder.Sql($"CREATE FUNCTION \"{name}\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$;");
                migrationBuilder.Sql($"CREATE TRIGGER \"{name}\" {when} EXECUTE FUNCTION \"{name}\"();");
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "LedgerCheckpoints");
            foreach ((string name, string _, string _) in Triggers) migrationBuilder.Sql($"DROP FUNCTION \"{name}\"();");
        }
    }
}
