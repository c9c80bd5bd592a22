using FaceMatch.Core.Imports;

namespace FaceMatch.Server.Imports;

/// <param name="Kept">At most <see cref="ImportLimits.MostFindings"/> of each kind.</param>
public sealed record ImportFindings(IReadOnlyList<ImportFinding> Kept, int DuplicatesFound, int UnlikeImagesFound);
