using FaceMatch.Core.Faces;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Core.Alerts;

/// <summary>How long an alert keeps a face (oversight rule 11).</summary>
public sealed partial class Alert
{
    public Guid? HeldBy { get; private set; }

    public DateTimeOffset? HeldAt { get; private set; }

    /// <summary>Why it is kept as evidence, beyond its retention.</summary>
    public string? HoldReason { get; private set; }

    public DateTimeOffset? PurgedAt { get; private set; }

    /// <summary>The ledger entry with this receipt counts what was purged together.</summary>
    public Guid? PurgeReceipt { get; private set; }

    /// <summary>Keeps it until it is released. Holding what is held puts the new reason in place of the old.</summary>
    /// <exception cref="RefusalException">Code <c>purged</c>.</exception>
    public void Hold(Guid by, string reason, DateTimeOffset at)
    {
        if (PurgedAt is not null) throw Purged();
        HeldBy = by;
        HeldAt = at;
        HoldReason = reason;
    }

    /// <summary>Its retention goes on as if it had never been held.</summary>
    /// <exception cref="RefusalException">Code <c>not-held</c> or <c>purged</c>.</exception>
    public void Release()
    {
        if (PurgedAt is not null) throw Purged();
        if (HoldReason is null)
            throw new RefusalException(RefusalKind.Conflict, "not-held", "This alert is not held, so there is nothing to release.");
        HeldBy = null;
        HeldAt = null;
        HoldReason = null;
    }

    /// <summary>
    /// Takes everything of the passer-by away. That there was an alert, where, when and how it was judged remains, so that false alerts
    /// can be counted and its ledger entries be understood. The caller erases the picture from the vault.
    /// </summary>
    public void Purge(Guid receipt, DateTimeOffset at)
    {
        if (HoldReason is not null) throw new InvalidOperationException("An alert that is held as evidence is not purged.");
        ShotHash = "";
        ShotBox = default;
        ShotWidth = 0;
        ShotHeight = 0;
        Quality = new FaceQuality(0, 0, 0, 0, 0, 0, []);
        PurgedAt = at;
        PurgeReceipt = receipt;
    }

    public static RefusalException Purged() => new(
        RefusalKind.NotFound, "purged",
        "This alert was purged when its retention ended; the ledger says when. Alerts that are evidence must be held before that.");
}
