using System.Text.Json;
using CsCheck;
using FaceMatch.Core.Ledger;

namespace FaceMatch.Core.Tests.Ledger;

public sealed class LedgerEntryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Letters of several scripts, and what JSON must escape.</summary>
    private static readonly Gen<string> GenText = Gen.String[Gen.Char["aZ\"\\/{}:,\n\u0001é\u0645\u2028"], 0, 6];

    internal static readonly Gen<LedgerRecord> GenRecord = Gen.Select(
        Gen.Guid, GenText, Gen.Bool, GenText, GenText, GenText,
        (id, name, bootstrap, action, target, detail) => new LedgerRecord(id, name, bootstrap, action, target, JsonSerializer.Serialize(new { said = detail })));

    [Fact]
    public void A_chain_follows_itself_and_tells_any_two_entries_apart()
    {
        GenRecord.List[2, 8].Sample(records =>
        {
            List<LedgerEntry> chain = Chain(records);
            LedgerEntry? previous = null;
            foreach (LedgerEntry entry in chain)
            {
                Assert.True(entry.Follows(previous));
                previous = entry;
            }

            Assert.Equal(chain.Count, chain.Select(entry => entry.Hash).Distinct(StringComparer.Ordinal).Count());
            Assert.False(chain[1].Follows(null));
            Assert.False(chain[0].Follows(chain[1]));
        });
    }

    [Fact]
    public void Records_that_differ_in_any_field_give_different_hashes()
    {
        Gen.Select(GenRecord, GenRecord).Where((one, other) => one != other).Sample((one, other) =>
            LedgerEntry.After(null, one, Now).Hash != LedgerEntry.After(null, other, Now).Hash);
    }

    [Fact]
    public void Text_that_moves_from_one_field_to_the_next_changes_the_hash()
    {
        LedgerRecord one = new(Guid.Empty, "officer", false, "search", ".created/7", "{}");
        LedgerRecord other = one with { Action = "search.created", Target = "/7" };

        Assert.NotEqual(LedgerEntry.After(null, one, Now).Hash, LedgerEntry.After(null, other, Now).Hash);
    }

    /// <summary>
    /// Exports are checked by other programs and in other years: the bytes that are hashed must not change. The value
    /// was computed outside of this code, in Python, from the rule: JSON with its keys in order and without white space, in UTF-8.
    /// </summary>
    [Fact]
    public void The_hash_of_a_known_entry_stays_what_it_was()
    {
        LedgerEntry entry = LedgerEntry.After(
            null, new LedgerRecord(new Guid("0199aaaa-0000-7000-8000-000000000001"), "Zoë \"أمين\"", true, "search.created", "search/1", """{ "z": 1, "a": "\u00e9" }"""),
            Now.ToOffset(TimeSpan.FromHours(1)).AddTicks(7));

        Assert.Equal(1, entry.Sequence);
        Assert.Equal(new string('0', 64), entry.PreviousHash);
        Assert.Equal("9e084255744d9a94980dc1f2704062d337680efbaf85d2113920e42f527f83e7", entry.Hash);
    }

    [Fact]
    public void What_is_no_json_is_no_detail() =>
        Assert.ThrowsAny<JsonException>(() => LedgerEntry.After(null, new LedgerRecord(Guid.Empty, "officer", false, "search.created", "search/1", "7,"), Now));

    [Fact]
    public void Half_a_character_is_hashed_as_a_database_gives_it_back()
    {
        LedgerEntry entry = LedgerEntry.After(null, new LedgerRecord(Guid.Empty, "x\ud800", false, "search.created", "search/1", "{}"), Now);

        Assert.Equal("x\ufffd", entry.ActorName);
        Assert.True(entry.Follows(null));
    }

    private static List<LedgerEntry> Chain(IEnumerable<LedgerRecord> records)
    {
        List<LedgerEntry> chain = [];
        foreach (LedgerRecord record in records) chain.Add(LedgerEntry.After(chain.Count > 0 ? chain[^1] : null, record, Now));
        return chain;
    }
}
