using FaceMatch.Core.Faces;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Searches;
using FaceMatch.Server.Reviews;
using FaceMatch.Server.Scores;

namespace FaceMatch.Server.Searches;

/// <summary>A search as the API shows it: as it was answered, whatever changed since.</summary>
internal static class SearchViews
{
    public static SearchView Of(ProbeSearch search)
    {
        ILookup<int, Candidate> byFace = search.Candidates.OrderBy(candidate => candidate.Rank).ToLookup(candidate => candidate.FaceIndex);
        return new SearchView(
            search.Id.ToString(), search.CreatedAt, search.CaseReference, new FrameSize(search.FrameWidth, search.FrameHeight),
            Of(search.Models), search.GalleryVersion, search.Coverage,
            [.. search.Faces.Select(face => Of(face, byFace[face.FaceIndex]))],
            [.. search.Candidates.Where(candidate => candidate.State != ReviewState.Open)
                .Select(candidate => new ReviewSummary(candidate.Id.ToString(), candidate.State.ToWire()))]);
    }

    public static ModelView Of(ModelIdentity models) => new(models.Detector, models.Embedder, models.Calibration);

    private static SearchFaceView Of(ProbeFace face, IEnumerable<Candidate> candidates) =>
        new(face.FaceIndex, face.Box, face.Landmarks, face.Quality, [.. candidates.Select(Of)]);

    private static CandidateView Of(Candidate candidate) => new(
        candidate.Rank, candidate.Id.ToString(), candidate.SubjectId.ToString(), candidate.ReferenceNumber,
        [.. (candidate.WatchlistIds ?? []).Select(list => list.ToString())],
        candidate.ImageId.ToString(), candidate.Cosine, candidate.Fmr, candidate.Band.ToWire());
}
