using CsCheck;
using FaceMatch.Core.Ledger;
using FaceMatch.Tests.Shared;

namespace FaceMatch.Core.Tests.Ledger;

/// <summary>Whatever is done to an export of the ledger is found, and found in its place (oversight rule 21).</summary>
public sealed class LedgerVerifierTests
{
    private static readonly LedgerRecord Record = new(Guid.Empty, "officer", false, "search.created", "search/1", """{"n":1}""");

    /// <summary>Two entries at least, no two of which are alike, and two places among them.</summary>
    private static readonly Gen<(List<LedgerEntry> Chain, int One, int Other)> GenCase =
        from records in LedgerEntryTests.GenRecord.List[2, 12]
        from one in Gen.Int[1, records.Count]
        from other in Gen.Int[1, records.Count]
        select (ExportedLedger.ChainOf(records), one, other);

    [Fact]
    public Task An_export_that_nobody_touched_holds() => GenCase.SampleAsync(async drawn =>
    {
        ExportedLedger export = new(drawn.Chain);

        LedgerProof proof = await export.VerifyAsync(ExportedLedger.Key.PublicKey.ToUpperInvariant());

        Assert.Null(proof.Fault);
        Assert.Equal((drawn.Chain.Count, (drawn.Chain.Count + 2) / 3, ExportedLedger.Key.PublicKey), (proof.Entries, proof.Checkpoints, proof.PublicKey));
    });

    [Fact]
    public Task Oversight_21_A_changed_entry_is_named() => GenCase.SampleAsync(async drawn =>
    {
        ExportedLedger export = new(drawn.Chain);
        export.Replace(export.LineOf(drawn.One), "\"sequence\":", "\"Sequence\":");
        await FindsAsync(export, LedgerFaultKind.Changed, drawn.One);

        export = new(drawn.Chain);
        export.Replace(export.LineOf(drawn.One), drawn.Chain[drawn.One - 1].ActorId.ToString(), Guid.NewGuid().ToString());
        await FindsAsync(export, LedgerFaultKind.Changed, drawn.One);
    });

    [Fact]
    public Task Oversight_21_Any_single_byte_that_is_changed_is_found() => Gen.Select(GenCase, Gen.Int[0, int.MaxValue], Gen.Byte[1, 255]).SampleAsync(async (drawn, at, by) =>
    {
        byte[] file = [.. new ExportedLedger(drawn.Chain).Lines.SelectMany(line => line)];
        file[at % file.Length] ^= by;

        Assert.NotNull((await ExportedLedger.VerifyAsync(file)).Fault);
    });

    [Fact]
    public async Task Oversight_21_Any_letter_of_another_case_is_found()
    {
        byte[] file = [.. new ExportedLedger(ExportedLedger.ChainOf([Record, Record])).Lines.SelectMany(line => line)];
        foreach (int at in Enumerable.Range(0, file.Length).Where(at => char.IsAsciiLetter((char)file[at])))
        {
            file[at] ^= 0x20;
            Assert.NotNull((await ExportedLedger.VerifyAsync(file)).Fault);
            file[at] ^= 0x20;
        }
    }

    [Fact]
    public Task Oversight_21_An_entry_changed_together_with_its_hash_is_named_or_bounded_by_the_signature_after_it() => GenCase.SampleAsync(async drawn =>
    {
        ExportedLedger export = new(drawn.Chain);
        LedgerEntry? before = drawn.One > 1 ? drawn.Chain[drawn.One - 2] : null;
        export.Lines[export.LineOf(drawn.One)] = ExportedLedger.LineOf(LedgerEntry.After(before, Record with { Action = "nothing.happened" }, ExportedLedger.Begun));

        LedgerProof proof = await export.VerifyAsync();

        Assert.Equal(LedgerFaultKind.Changed, proof.Fault?.Kind);
        Assert.InRange(proof.Fault!.Entry, Math.Max(1, drawn.One - 2), drawn.One);
    });

    [Fact]
    public Task Oversight_21_A_ledger_written_anew_from_some_entry_on_is_found_by_the_next_signature() => GenCase.SampleAsync(async drawn =>
    {
        List<LedgerEntry> forged = [.. drawn.Chain.Take(drawn.One - 1)];
        while (forged.Count < drawn.Chain.Count)
            forged.Add(LedgerEntry.After(forged.Count > 0 ? forged[^1] : null, Record with { Target = "nothing" }, drawn.Chain[forged.Count].At));
        ExportedLedger export = new(drawn.Chain);
        for (int i = drawn.One; i <= forged.Count; i++) export.Lines[export.LineOf(i)] = ExportedLedger.LineOf(forged[i - 1]);

        LedgerProof proof = await export.VerifyAsync();

        Assert.Equal(LedgerFaultKind.Changed, proof.Fault?.Kind);
        Assert.InRange(proof.Fault!.Entry, Math.Max(1, drawn.One - 2), drawn.One);
    });

    [Fact]
    public Task Oversight_21_A_removed_entry_is_named() => GenCase.SampleAsync(async drawn =>
    {
        ExportedLedger export = new(drawn.Chain);
        export.Lines.RemoveAt(export.LineOf(drawn.One));

        await FindsAsync(export, LedgerFaultKind.Removed, drawn.One);
    });

    [Fact]
    public Task Oversight_21_An_inserted_copy_is_found_where_it_stands() => GenCase.SampleAsync(async drawn =>
    {
        ExportedLedger export = new(drawn.Chain);
        export.Lines.Insert(export.LineOf(drawn.Other), ExportedLedger.LineOf(drawn.Chain[drawn.One - 1]));

        await FindsAsync(export, LedgerFaultKind.Inserted, drawn.One == drawn.Other ? drawn.One + 1 : drawn.Other);
    });

    [Fact]
    public Task Oversight_21_A_forged_entry_that_follows_the_one_before_it_is_found_where_it_stands() => GenCase.SampleAsync(async drawn =>
    {
        foreach (bool beforeTheCheckpoint in new[] { false, true })
        {
            ExportedLedger export = new(drawn.Chain);
            int line = beforeTheCheckpoint ? export.LineOf(drawn.One) + 1 : drawn.One == drawn.Chain.Count ? export.Lines.Count - 1 : export.LineOf(drawn.One + 1);
            export.Lines.Insert(line, ExportedLedger.LineOf(LedgerEntry.After(drawn.Chain[drawn.One - 1], Record, ExportedLedger.Begun.AddTicks(7))));

            await FindsAsync(export, LedgerFaultKind.Inserted, drawn.One + 1);
        }
    });

    [Fact]
    public Task Oversight_21_Reordered_entries_are_found_at_the_first_that_is_not_in_its_place() => GenCase.Where(drawn => drawn.One != drawn.Other).SampleAsync(async drawn =>
    {
        ExportedLedger export = new(drawn.Chain);
        (int one, int other) = (export.LineOf(drawn.One), export.LineOf(drawn.Other));
        (export.Lines[one], export.Lines[other]) = (export.Lines[other], export.Lines[one]);
        await FindsAsync(export, LedgerFaultKind.Reordered, Math.Min(drawn.One, drawn.Other));

        export = new(drawn.Chain);
        byte[] moved = export.Lines[one];
        export.Lines.RemoveAt(one);
        export.Lines.Insert(other, moved);
        await FindsAsync(export, LedgerFaultKind.Reordered, Math.Min(drawn.One, drawn.Other));
    });

    [Fact]
    public Task Oversight_21_A_file_that_is_cut_off_anywhere_is_found() => Gen.Select(GenCase, Gen.Int[0, int.MaxValue]).SampleAsync(async (drawn, at) =>
    {
        byte[] file = [.. new ExportedLedger(drawn.Chain).Lines.SelectMany(line => line)];
        byte[] cut = file[..(at % file.Length)];

        LedgerFault? fault = (await ExportedLedger.VerifyAsync(cut)).Fault;

        Assert.Equal(cut.Contains((byte)'\n') ? LedgerFaultKind.Truncated : LedgerFaultKind.NotALedger, fault?.Kind);
    });

    [Fact]
    public async Task Oversight_21_A_ledger_signed_with_another_key_is_found_by_who_knows_the_right_one()
    {
        ExportedLedger forged = new(ExportedLedger.ChainOf([Record, Record]), new LedgerKey());

        Assert.True((await forged.VerifyAsync()).Holds);
        Assert.Equal(LedgerFaultKind.WrongKey, (await forged.VerifyAsync(ExportedLedger.Key.PublicKey)).Fault?.Kind);
    }

    [Fact]
    public async Task Oversight_21_A_checkpoint_that_is_forged_removed_or_repeated_is_found()
    {
        List<LedgerEntry> chain = ExportedLedger.ChainOf(Enumerable.Repeat(Record, 5));
        ExportedLedger forged = new(chain);
        int line = forged.LineOf(4) + 1;
        forged.Lines[line] = new ExportedLedger(chain, new LedgerKey()).Lines[line];
        await FindsAsync(forged, LedgerFaultKind.WrongKey, 4);

        ExportedLedger resigned = new(chain);
        resigned.Replace(line, "2026-03-02", "2026-03-03");
        await FindsAsync(resigned, LedgerFaultKind.Signature, 4);

        ExportedLedger removed = new(chain);
        removed.Lines.RemoveAt(line);
        await FindsAsync(removed, LedgerFaultKind.Signature, 5);

        ExportedLedger repeated = new(chain);
        repeated.Lines.Insert(line, repeated.Lines[line]);
        await FindsAsync(repeated, LedgerFaultKind.Signature, 4);

        ExportedLedger early = new(chain);
        (early.Lines[line], early.Lines[line - 1]) = (early.Lines[line - 1], early.Lines[line]);
        await FindsAsync(early, LedgerFaultKind.Reordered, 4);
    }

    [Fact]
    public async Task Oversight_21_What_stands_after_the_end_or_before_the_beginning_is_found()
    {
        ExportedLedger more = new(ExportedLedger.ChainOf([Record, Record]));
        more.Lines.Add(more.Lines[^1]);
        await FindsAsync(more, LedgerFaultKind.Inserted, 3);

        ExportedLedger headless = new(ExportedLedger.ChainOf([Record, Record]));
        headless.Lines.RemoveAt(0);
        await FindsAsync(headless, LedgerFaultKind.NotALedger, 0);
    }

    private static async Task FindsAsync(ExportedLedger export, LedgerFaultKind kind, long entry)
    {
        LedgerFault? fault = (await export.VerifyAsync()).Fault;
        Assert.Equal((kind, entry), (fault?.Kind, fault?.Entry));
    }
}
