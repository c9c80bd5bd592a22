using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceMatch.Storage.Migrations
{
    /// <summary>What the database itself holds to, whoever writes: the ledger only grows, and counters count.</summary>
    public partial class Guards : Migration
    {
        private static readonly string[] Triggers =
        [
            """
            CREATE TRIGGER "Ledger_RefusesUpdate" BEFORE UPDATE ON "LedgerEntries"
            BEGIN SELECT RAISE(ABORT, 'The ledger only grows: an entry is never changed.'); END
            """,
            """
            CREATE TRIGGER "Ledger_RefusesDelete" BEFORE DELETE ON "LedgerEntries"
            BEGIN SELECT RAISE(ABORT, 'The ledger only grows: an entry is never removed.'); END
            """,
            // Also keeps INSERT OR REPLACE out, which would go around the delete trigger.
            """
            CREATE TRIGGER "Ledger_RefusesFork" BEFORE INSERT ON "LedgerEntries"
            WHEN NEW."Sequence" <> (SELECT COALESCE(MAX("Sequence"), 0) + 1 FROM "LedgerEntries")
              OR NEW."PreviousHash" <> COALESCE(
                (SELECT "Hash" FROM "LedgerEntries" ORDER BY "Sequence" DESC LIMIT 1), printf('%064d', 0))
            BEGIN SELECT RAISE(ABORT, 'The ledger has one chain: an entry follows the last one.'); END
            """,
            """
            CREATE TRIGGER "Watchlist_CountsJoin" AFTER INSERT ON "WatchlistEntries"
            BEGIN
              UPDATE "Watchlists" SET "Version" = "Version" + 1 WHERE "Id" = NEW."WatchlistId";
              UPDATE "GalleryState" SET "Version" = "Version" + 1;
            END
            """,
            """
            CREATE TRIGGER "Watchlist_CountsLeave" AFTER DELETE ON "WatchlistEntries"
            BEGIN
              UPDATE "Watchlists" SET "Version" = "Version" + 1 WHERE "Id" = OLD."WatchlistId";
              UPDATE "GalleryState" SET "Version" = "Version" + 1;
            END
            """,
            """
            CREATE TRIGGER "Gallery_CountsTemplateAdded" AFTER INSERT ON "Templates"
            BEGIN UPDATE "GalleryState" SET "Version" = "Version" + 1; END
            """,
            """
            CREATE TRIGGER "Gallery_CountsTemplateChanged" AFTER UPDATE ON "Templates"
            BEGIN UPDATE "GalleryState" SET "Version" = "Version" + 1; END
            """,
            """
            CREATE TRIGGER "Gallery_CountsTemplateRemoved" AFTER DELETE ON "Templates"
            BEGIN UPDATE "GalleryState" SET "Version" = "Version" + 1; END
            """,
            """
            CREATE TRIGGER "Gallery_CountsSubject" AFTER UPDATE OF "State", "ExpiresAt" ON "Subjects"
            WHEN OLD."State" <> NEW."State" OR OLD."ExpiresAt" <> NEW."ExpiresAt"
            BEGIN UPDATE "GalleryState" SET "Version" = "Version" + 1; END
            """,
        ];

        private static readonly string[] Names =
        [
            "Ledger_RefusesUpdate", "Ledger_RefusesDelete", "Ledger_RefusesFork", "Watchlist_CountsJoin", "Watchlist_CountsLeave",
            "Gallery_CountsTemplateAdded", "Gallery_CountsTemplateChanged", "Gallery_CountsTemplateRemoved", "Gallery_CountsSubject",
        ];

        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (string trigger in Triggers) migrationBuilder.Sql(trigger);
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (string name in Names) migrationBuilder.Sql($"DROP TRIGGER \"{name}\";");
        }
    }
}
