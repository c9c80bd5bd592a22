using FaceMatch.Core.Subjects;

namespace FaceMatch.Server.Imports;

/// <param name="Row">From 1, the header not counted.</param>
/// <param name="File">Path inside the archive.</param>
/// <param name="Watchlist">Name of the list that the subject goes on; null: none.</param>
/// <param name="Fault">What could not be read in the row, as field and fault; null: nothing.</param>
public sealed record ManifestRow(
    int Row, string File, EnrolSubjectRequest Subject, string? Source, string? LawfulHolding, string? Watchlist, (string Field, string Fault)? Fault);
