using System.Buffers;
using System.IO.Pipelines;

namespace FaceMatch.Core.Ledger;

/// <summary>
/// Proves an export of the ledger (<see cref="LedgerExport"/>) from the file alone, in one pass and little memory, and names the first
/// entry that is broken. A gap is read on to its end, to tell an entry that is gone from one that stands elsewhere.
/// </summary>
public sealed partial class LedgerVerifier
{
    /// <summary>Far more than any entry holds; a file without line feeds must not fill the memory.</summary>
    private const int LongestLine = 16 * 1024 * 1024;

    private readonly SignatureCheck _check;
    private readonly string? _expectedKey;

    private string? _key;
    private DateTimeOffset _createdAt;
    private LedgerEntry? _previous;
    private long _beforePrevious;
    private long _signedUpTo;
    private long _checkpoints;
    private bool _ended;
    private Gap? _gap;
    private LedgerFault? _fault;

    // People may write a key in capitals; a file is as it was written, to the byte.
    private LedgerVerifier(string? expectedKey, SignatureCheck check) => (_expectedKey, _check) = (expectedKey?.ToLowerInvariant(), check);

    private long Next => (_previous?.Sequence ?? 0) + 1;

    /// <param name="publicKey">The key that the reader knows to be the installation's, in hexadecimal; null to take the file's word.</param>
    public static async Task<LedgerProof> VerifyAsync(
        Stream export, string? publicKey, SignatureCheck check, CancellationToken cancellationToken = default)
    {
        LedgerVerifier verifier = new(publicKey, check);
        PipeReader reader = PipeReader.Create(export, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        bool more;
        do
        {
            ReadResult read = await reader.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> left = verifier.TakeLines(read.Buffer);
            more = !read.IsCompleted && !verifier.IsDecided && left.Length <= LongestLine;
            if (!more && !left.IsEmpty) verifier.TakeUnended();
            reader.AdvanceTo(left.Start, read.Buffer.End);
        }
        while (more);

        await reader.CompleteAsync();
        return verifier.Conclude();
    }

    /// <summary>Nothing that follows can change the answer.</summary>
    private bool IsDecided => _fault is not null && _gap is null;

    private ReadOnlySequence<byte> TakeLines(ReadOnlySequence<byte> buffer)
    {
        while (!IsDecided && buffer.PositionOf((byte)'\n') is { } feed)
        {
            SequencePosition after = buffer.GetPosition(1, feed);
            ReadOnlySequence<byte> line = buffer.Slice(0, after);
            Take(line.IsSingleSegment ? line.First : line.ToArray());
            buffer = buffer.Slice(after);
        }

        return buffer;
    }

    /// <summary>The file stops within a line, or the line never stops.</summary>
    private void TakeUnended()
    {
        if (_key is null) Broken(LedgerFaultKind.NotALedger, 0, "The file does not begin with the header of an exported ledger.");
        else if (_ended) Broken(LedgerFaultKind.Inserted, Next, "Something was added after the signed end.");
        else Broken(LedgerFaultKind.Truncated, Next, $"The file breaks off within what follows entry {Next - 1}.");
    }

    private LedgerProof Conclude()
    {
        if (_gap is { } gap) _fault = gap.ToFault();
        else if (_key is null) Broken(LedgerFaultKind.NotALedger, 0, "The file does not begin with the header of an exported ledger.");
        else if (!_ended) Broken(LedgerFaultKind.Truncated, Next, $"The file breaks off after entry {Next - 1}: its signed end is missing.");
        long proven = _fault is { } fault ? Math.Min(Next - 1, Math.Max(0, fault.Entry - 1)) : Next - 1;
        return new LedgerProof(proven, _checkpoints, _key ?? "", _fault);
    }

    private void Broken(LedgerFaultKind kind, long entry, string message) => _fault ??= new LedgerFault(kind, entry, message);

    /// <summary>An entry was expected and something later stood there; what follows tells what became of it.</summary>
    /// <param name="found">The entry that stood there; null when it was a checkpoint.</param>
    private sealed class Gap(long wanted, long? found)
    {
        private bool _wantedSeen;
        private bool _foundAgain;

        public void See(long sequence)
        {
            _wantedSeen |= sequence == wanted;
            _foundAgain |= sequence == found;
        }

        public LedgerFault ToFault() => (_wantedSeen, _foundAgain) switch
        {
            (true, true) => new(LedgerFaultKind.Inserted, wanted, $"Before entry {wanted} stands a copy of entry {found}: it was inserted."),
            (true, false) => new(LedgerFaultKind.Reordered, wanted, $"In the place of entry {wanted} stands {What}: they were reordered."),
            _ => new(LedgerFaultKind.Removed, wanted, $"Entry {wanted} is missing: in its place stands {What}."),
        };

        private string What => found is { } entry ? $"entry {entry}" : "a later checkpoint";
    }
}
