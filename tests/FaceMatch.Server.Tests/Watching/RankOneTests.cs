using System.Diagnostics;
using System.Net;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Searches;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Watching;

[Collection(nameof(City))]
[Trait("Category", "slow")]
public sealed class RankOneTests(FaceMatchServer server, City city, ITestOutputHelper output)
{
    private const double Floor = 0.97;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Invariant: the person enrolled by one photograph is first for another. Floor 97 %.</summary>
    [Fact]
    public async Task Of_200_people_enrolled_by_one_photograph_another_finds_the_right_one_first()
    {
        Enrolled enrolled = await city.EnrolAsync(Cancel);
        HttpClient investigator = await server.AsAsync(Role.Investigator);
        Stopwatch watch = Stopwatch.StartNew();
        int first = 0;
        await Parallel.ForEachAsync(
            enrolled.Probes, new ParallelOptions { MaxDegreeOfParallelism = City.AtOnce, CancellationToken = Cancel }, async (pair, token) =>
            {
                using MultipartFormDataContent form = ApiAnswers.Form(
                    ("image", await File.ReadAllBytesAsync(pair.Value, token)), ("caseReference", "C-1"), ("legalReference", "art. 1"),
                    ("justification", "test"), ("watchlistIds", enrolled.Watchlist), ("limit", 1));
                using HttpResponseMessage response = await investigator.PostAsync("/api/v1/searches", form, token);
                SearchView view = await response.ReadAsync<SearchView>(HttpStatusCode.Created);
                SearchFaceView? largest = view.Faces.MaxBy(face => face.Box.Area);
                if (largest?.Candidates[0].SubjectId == pair.Key) Interlocked.Increment(ref first);
            });
        double rankOne = (double)first / enrolled.Probes.Count;
        output.WriteLine(FormattableString.Invariant(
            $"rank 1: {first} of {enrolled.Probes.Count} ({rankOne:P1}); enrolled in {enrolled.Took.TotalSeconds:F0} s, searched in {watch.Elapsed.TotalSeconds:F0} s"));
        Assert.Equal(City.People, enrolled.Probes.Count);
        Assert.True(rankOne >= Floor, $"Rank 1 is {rankOne:P1}.");
    }
}

[CollectionDefinition(nameof(City))]
public sealed class CityCollection : ICollectionFixture<City>;
