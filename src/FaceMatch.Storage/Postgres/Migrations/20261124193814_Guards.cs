using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceMatch.Storage.Postgres.Migrations
{
    /// <summary>What the database itself holds to, whoever writes: the ledger only grows, and counters count. As on SQLite.</summary>
    public partial class Guards : Migration
    {
        /// <summary>The body of the function, and where it is fired.</summary>
        private static readonly (string Name, string Table, string When, string Body)[] Triggers =
        [
            ("Ledger_RefusesUpdate", "LedgerEntries", "BEFORE UPDATE ON \"LedgerEntries\" FOR EACH ROW",
                "RAISE EXCEPTION 'The ledger only grows: an entry is never changed.';"),
            ("Ledger_RefusesDelete", "LedgerEntries", "BEFORE DELETE ON \"LedgerEntries\" FOR EACH ROW",
                "RAISE EXCEPTION 'The ledger only grows: an entry is never removed.';"),
            ("Ledger_RefusesTruncate", "LedgerEntries", "BEFORE TRUNCATE ON \"LedgerEntries\" FOR EACH STATEMENT",
                "RAISE EXCEPTION 'The ledger only grows: an entry is never removed.';"),
            ("Ledger_RefusesFork", "LedgerEntries", "BEFORE INSERT ON \"LedgerEntries\" FOR EACH ROW",
                """
                IF NEW."Sequence" <> (SELECT COALESCE(MAX("Sequence"), 0) + 1 FROM "LedgerEntries")
                  OR NEW."PreviousHash" <> COALESCE(
                    (SELECT "Hash" FROM "LedgerEntries" ORDER BY "Sequence" DESC LIMIT 1), repeat('0', 64))
                THEN
                  RAISE EXCEPTION 'The ledger has one chain: an entry follows the last one.';
                END IF;
                RETURN NEW;
                """),
            ("Watchlist_CountsJoin", "WatchlistEntries", "AFTER INSERT ON \"WatchlistEntries\" FOR EACH ROW",
                """
                UPDATE "Watchlists" SET "Version" = "Version" + 1 WHERE "Id" = NEW."WatchlistId";
                UPDATE "GalleryState" SET "Version" = "Version" + 1;
                RETURN NULL;
                """),
            ("Watchlist_CountsLeave", "WatchlistEntries", "AFTER DELETE ON \"WatchlistEntries\" FOR EACH ROW",
                """
                UPDATE "Watchlists" SET "Version" = "Version" + 1 WHERE "Id" = OLD."WatchlistId";
                UPDATE "GalleryState" SET "Version" = "Version" + 1;
                RETURN NULL;
                """),
            ("Gallery_CountsTemplate", "Templates", "AFTER INSERT OR UPDATE OR DELETE ON \"Templates\" FOR EACH ROW",
                """
                UPDATE "GalleryState" SET "Version" = "Version" + 1;
                RETURN NULL;
                """),
            ("Gallery_CountsSubject", "Subjects",
                "AFTER UPDATE OF \"State\", \"ExpiresAt\" ON \"Subjects\" FOR EACH ROW WHEN (OLD.\"State\" <> NEW.\"State\" OR OLD.\"ExpiresAt\" <> NEW.\"ExpiresAt\")",
                """
                UPDATE "GalleryState" SET "Version" = "Version" + 1;
                RETURN NULL;
                """),
        ];

        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach ((string name, string _, string when, string body) in Triggers)
            {
                migrationBuilder.Sql($"CREATE FUNCTION \"{name}\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$;");
                migrationBuilder.Sql($"CREATE TRIGGER \"{name}\" {when} EXECUTE FUNCTION \"{name}\"();");
            }
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach ((string name, string table, string _, string _) in Triggers)
            {
                migrationBuilder.Sql($"DROP TRIGGER \"{name}\" ON \"{table}\";");
                migrationBuilder.Sql($"DROP FUNCTION \"{name}\"();");
            }
        }
    }
}
