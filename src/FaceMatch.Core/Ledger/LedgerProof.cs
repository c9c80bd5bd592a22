namespace FaceMatch.Core.Ledger;

public enum LedgerFaultKind
{
    /// <summary>What stands there is not what was written.</summary>
    Changed,
    Removed,
    Inserted,

    /// <summary>The entry is there, but not in its place.</summary>
    Reordered,

    /// <summary>A signature of a checkpoint or of the end is missing, out of place, or not the key's.</summary>
    Signature,

    /// <summary>Signed with another key than the one that was expected.</summary>
    WrongKey,

    /// <summary>The file stops before its end.</summary>
    Truncated,

    /// <summary>The file does not begin as an export of the ledger does.</summary>
    NotALedger,
}

/// <param name="Entry">Number of the first entry that cannot be trusted; 0 when none was reached.</param>
/// <param name="Message">A sentence for whoever verifies.</param>
public sealed record LedgerFault(LedgerFaultKind Kind, long Entry, string Message);

/// <summary>What the verification of an export found.</summary>
/// <param name="Entries">Proven, up to the fault if there is one.</param>
/// <param name="PublicKey">The key that the file says it is signed with, empty when it says none. Without an expected key the proof is worth as much as the reader's trust in this one.</param>
public sealed record LedgerProof(long Entries, long Checkpoints, string PublicKey, LedgerFault? Fault)
{
    public bool Holds => Fault is null;
}
