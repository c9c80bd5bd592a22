using FaceMatch.Core.Refusals;

namespace FaceMatch.Pipeline.Tests.RealFaces;

public sealed class ProbeTests(RealLine line, ITestOutputHelper output) : IClassFixture<RealLine>
{
    private const int People = 200;
    private const double RankOneFloor = 0.97;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Invariant: the enrolled person is first. The first 200 people with two pictures, the first of which can be enrolled; floor 97 %.</summary>
    [Fact]
    public async Task Another_picture_of_an_enrolled_person_ranks_that_person_first()
    {
        LinearGallery gallery = new();
        Dictionary<Guid, string> probes = [];
        foreach (string[] pictures in SharedData.People().Where(pictures => pictures.Length > 1))
        {
            if (await line.EnrolAsync(pictures[0], Cancel) is { } embedding) probes[gallery.Add(embedding)] = pictures[1];
            if (probes.Count == People) break;
        }

        await using SearchAdmission admission = new();
        ProbePipeline pipeline = new(line.Stills, gallery, admission, TimeProvider.System);
        int first = 0;
        foreach ((Guid subject, string probe) in probes)
        {
            ProbeAnswer answer = await pipeline.SearchAsync(await File.ReadAllBytesAsync(probe, Cancel), null, null, 1, Cancel);
            ProbeFaceAnswer? largest = answer.Faces.MaxBy(face => face.Box.Area);
            if (largest?.Answer.Neighbours[0].SubjectId == subject) first++;
        }

        double rankOne = (double)first / probes.Count;
        output.WriteLine(FormattableString.Invariant($"rank 1: {first} of {probes.Count} ({rankOne:P1})"));
        Assert.True(rankOne >= RankOneFloor, $"Rank 1 is {rankOne:P1}.");
    }

    [Fact]
    public async Task A_face_that_the_picture_does_not_have_is_refused_and_an_empty_one_gives_none()
    {
        byte[] picture = await File.ReadAllBytesAsync(SharedData.People().First()[0], Cancel);
        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => line.Stills.AnalyseAsync(picture, 7, Cancel));
        Assert.Equal("face-index", refusal.Code);
        LocatedFaces located = await line.Stills.LocateAsync(picture, Cancel);
        Assert.NotEmpty(located.Faces);
    }
}
