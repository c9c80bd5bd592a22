using System.Collections.Immutable;
using System.Text.Json;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Server.Subjects;

/// <summary>Subjects as the API shows them.</summary>
public static class SubjectViews
{
    /// <summary>In the order of the enumeration.</summary>
    public static ImmutableArray<string> StateNames { get; } = [.. Enum.GetValues<SubjectState>().Select(ToWire)];

    public static string ToWire(this SubjectState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    public static FaceView Of(AnalysedFace face) => new(face.Detection.Box, face.Landmarks, face.Quality);

    public static SubjectView Of(Subject subject, IEnumerable<Guid> watchlists, DateTimeOffset now, IReadOnlyList<Guid> unlike) => new(
        subject.Id.ToString("D"),
        subject.ReferenceNumber,
        subject.DisplayName,
        subject.BornYear,
        subject.Category.ToWire(),
        subject.LegalInstrument,
        subject.LegalReference,
        subject.RequestingUnit,
        subject.Necessity,
        subject.ReviewAt,
        subject.ExpiresAt,
        subject.State.ToWire(),
        subject.StateReason,
        subject.IsSearchable(now) && subject.Images.Count > 0,
        subject.EnrolledBy.ToString("D"),
        subject.EnrolledAt,
        [.. watchlists.Select(list => list.ToString("D"))],
        [.. subject.Images.OrderBy(image => image.AddedAt).Select(Of)],
        Ids(unlike));

    public static IReadOnlyList<string> Ids(IReadOnlyList<Guid> images) => [.. images.Select(image => image.ToString("D"))];

    private static ImageView Of(ReferenceImage image) => new(
        image.Id.ToString("D"), image.Source, image.LawfulHolding, new FrameSize(image.FrameWidth, image.FrameHeight),
        new FaceView(image.Box, image.Landmarks, image.Quality), image.AddedAt);
}
