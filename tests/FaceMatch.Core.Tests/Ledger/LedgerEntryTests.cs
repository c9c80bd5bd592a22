using CsCheck;
using FaceMatch.Core.Ledger;

namespace FaceMatch.Core.Tests.Ledger;

public sealed class LedgerEntryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly Gen<string> GenText = Gen.String[0, 6];

    private static readonly Gen<LedgerRecord> GenRecord = Gen.Select(
        Gen.Guid, GenText, Gen.Bool, GenText, GenText, GenText, (id, name, bootstrap, action, target, detail) => new LedgerRecord(id, name, bootstrap, action, target, detail));

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
    /// was computed outside of this code, in Python, from the rule: every field in UTF-8 with its length before it.
    /// </summary>
    [Fact]
    public void The_hash_of_a_known_entry_stays_what_it_was()
    {
        LedgerEntry entry = LedgerEntry.After(
            null, new LedgerRecord(new Guid("0199aaaa-0000-7000-8000-000000000001"), "Zoë", true, "search.created", "search/1", "{\"n\":1}"), Now.AddTicks(7));

        Assert.Equal(1, entry.Sequence);
        Assert.Equal(new string('0', 64), entry.PreviousHash);
        Assert.Equal("c8ef764c70a9cde54867cd5febbf82554f079d757226ee4a1f06924538b109da", entry.Hash);
    }

    private static List<LedgerEntry> Chain(IEnumerable<LedgerRecord> records)
    {
        List<LedgerEntry> chain = [];
        foreach (LedgerRecord record in records) chain.Add(LedgerEntry.After(chain.Count > 0 ? chain[^1] : null, record, Now));
        return chain;
    }
}
