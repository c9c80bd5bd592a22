using FaceMatch.Core.Calibrations;
using FaceMatch.Core.Subjects;
using FaceMatch.Pipeline;

namespace FaceMatch.Server.Enrolment;

/// <summary>Says which images of a subject seem to show somebody else. It proposes; the officer and the approver decide.</summary>
public sealed class Contamination(StillAnalyser stills, Calibration calibration)
{
    /// <summary>
    /// So low a bar that two photographs of one person rarely miss it, and of strangers one pair in a hundred reaches it: a
    /// foreign image among two to five is found in 97 of 100; of clean subjects of lfw-dev 1 in 100 is called mixed, of
    /// wild-dev's 8 (bench/README.md, Templates).
    /// </summary>
    private const double LinkedAtFmr = 1e-2;

    /// <param name="images">Of one subject, with their templates.</param>
    /// <returns>In the order they were added; empty when nothing is odd.</returns>
    public IReadOnlyList<Guid> Find(IEnumerable<ReferenceImage> images)
    {
        (Guid Id, float[] Embedding)[] seen =
        [
            .. from image in images.OrderBy(image => image.AddedAt).ThenBy(image => image.Id)
               from template in image.Templates
               where template.IsBy(stills.Models)
               select (image.Id, template.ToEmbedding()),
        ];
        return [.. ImageGroups.Outsiders([.. seen.Select(image => image.Embedding)], calibration.CosineAt(LinkedAtFmr)).Select(odd => seen[odd].Id)];
    }
}
