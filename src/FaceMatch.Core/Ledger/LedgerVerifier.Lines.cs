namespace FaceMatch.Core.Ledger;

/// <summary>What each line of an export must be, after those before it.</summary>
public sealed partial class LedgerVerifier
{
    private void Take(ReadOnlyMemory<byte> bytes)
    {
        LedgerLine? line = LedgerLine.Read(bytes);
        if (_gap is not null)
        {
            if (line?.Entry is { } later) _gap.See(later.Sequence);
        }
        else if (_key is null) TakeHeader(line?.Header);
        else if (_ended) Broken(LedgerFaultKind.Inserted, Next, "Something was added after the signed end.");
        else if (line?.Entry is { } entry) TakeEntry(entry);
        else if (line?.Checkpoint is { } checkpoint) TakeCheckpoint(checkpoint);
        else if (line?.End is { } end) TakeEnd(end);
        else Broken(LedgerFaultKind.Changed, Next, $"What follows entry {Next - 1} is not as it was written: entry {Next} or a signature was changed.");
    }

    private void TakeHeader(LedgerHeader? header)
    {
        if (header is null)
        {
            Broken(LedgerFaultKind.NotALedger, 0, "The file does not begin with the header of an exported ledger.");
            return;
        }

        (_createdAt, _key) = header;
        CheckKey(_key, 0);
    }

    private void TakeEntry(LedgerEntry entry)
    {
        if (!entry.IsUnchanged())
            Broken(LedgerFaultKind.Changed, Next, $"Entry {Next} was changed: its hash is not that of its content.");
        else if (entry.Sequence > Next)
            OpenGap(entry.Sequence);
        else if (entry.Sequence == _previous?.Sequence && entry.Hash != _previous.Hash)
            Broken(LedgerFaultKind.Inserted, entry.Sequence, $"There are two entries {entry.Sequence}: one was inserted.");
        else if (entry.Sequence < Next)
            Broken(LedgerFaultKind.Inserted, Next, $"After entry {Next - 1} stands a copy of entry {entry.Sequence}: it was inserted.");
        else if (entry.PreviousHash != (_previous?.Hash ?? LedgerEntry.Genesis))
            Broken(LedgerFaultKind.Changed, Math.Max(1, Next - 1), $"Entry {Next} was written after another entry {Next - 1} than the one that stands here: that was changed, with its hash.");
        else
            (_beforePrevious, _previous) = (Next - 1, entry);
    }

    private void TakeCheckpoint(LedgerCheckpoint checkpoint)
    {
        long at = _previous?.Sequence ?? 0;
        if (!CheckKey(checkpoint.PublicKey, checkpoint.Sequence)) return;
        if (!checkpoint.IsSigned(_check))
            Broken(LedgerFaultKind.Signature, checkpoint.Sequence, $"The checkpoint of entry {checkpoint.Sequence} is not signed by its key.");
        else if (checkpoint.Sequence > at)
            OpenGap(found: null);
        else if (checkpoint.Sequence == _beforePrevious && checkpoint.Sequence > _signedUpTo)
            Broken(LedgerFaultKind.Inserted, at, $"Entry {at} stands before the checkpoint of entry {checkpoint.Sequence}: it was inserted.");
        else if (checkpoint.Sequence < at || checkpoint.Sequence == _signedUpTo)
            Broken(LedgerFaultKind.Signature, at, $"After entry {at} stands the checkpoint of entry {checkpoint.Sequence}, which belongs elsewhere.");
        else if (checkpoint.EntryHash != _previous!.Hash)
            Rewritten();
        else
            (_signedUpTo, _checkpoints) = (at, _checkpoints + 1);
    }

    private void TakeEnd(LedgerEnd end)
    {
        long last = Next - 1;
        if (!CheckKey(end.PublicKey, last)) return;
        if (!end.IsSigned(_check) || end.CreatedAt != _createdAt)
            Broken(LedgerFaultKind.Signature, last, "The end of the file is not signed by its key, or belongs to another export.");
        else if (end.Entries > last)
            Broken(LedgerFaultKind.Removed, Next, $"The end speaks for {end.Entries} entries: those from {Next} on are missing.");
        else if (end.Entries < last)
            Broken(LedgerFaultKind.Inserted, end.Entries + 1, $"The end speaks for {end.Entries} entries: those from {end.Entries + 1} on were inserted.");
        else if (end.LastHash != (_previous?.Hash ?? LedgerEntry.Genesis))
            Rewritten();
        else if (end.Checkpoints != _checkpoints)
            Broken(LedgerFaultKind.Signature, last, $"The end speaks for {end.Checkpoints} checkpoints, and {_checkpoints} are there: the difference was removed or inserted.");
        _ended = true;
    }

    /// <summary>The chain is whole, and still not the one that was signed.</summary>
    private void Rewritten() => Broken(
        LedgerFaultKind.Changed, _signedUpTo + 1,
        $"The signature after entry {Next - 1} is for another one: an entry of {_signedUpTo + 1} to {Next - 1} was changed, and the chain written anew.");

    private void OpenGap(long? found)
    {
        _gap = new Gap(Next, found);
        _fault = _gap.ToFault();
    }

    private bool CheckKey(string key, long entry)
    {
        string expected = _expectedKey ?? _key!;
        if (string.Equals(key, expected, StringComparison.Ordinal)) return true;
        Broken(LedgerFaultKind.WrongKey, entry, $"Signed with the key {key}, and not with {expected}.");
        return false;
    }
}
