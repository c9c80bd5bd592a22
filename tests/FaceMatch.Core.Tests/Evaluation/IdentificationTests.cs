using CsCheck;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Core.Tests.Evaluation;

public sealed class IdentificationTests
{
    private static readonly Gen<SearchOutcome[]> Searches = Gen.Select(
            Gen.Bool, Gen.Int[-20, 20], Gen.Int[0, 25], Gen.Int[-20, 20],
            (mated, mate, rank, other) => new SearchOutcome(0, 0, mated, mate / 20f, rank, other / 20f, 0))
        .Array[1, 60];

    [Fact]
    public void The_characteristic_never_falls_with_the_rank_and_stays_a_share() =>
        Searches.Sample(searches =>
        {
            IReadOnlyList<double> cmc = Identification.Cmc(searches, 20);
            return cmc.Zip(cmc.Skip(1)).All(pair => pair.First <= pair.Second) && cmc[0] >= 0 && cmc[^1] <= 1;
        });

    [Fact]
    public void The_characteristic_is_what_counting_says() =>
        Gen.Select(Searches, Gen.Int[1, 20]).Sample((searches, rank) =>
        {
            SearchOutcome[] mated = [.. searches.Where(search => search.Mated)];
            double expected = mated.Length == 0
                ? 0
                : (double)mated.Count(search => search.MateRank >= 1 && search.MateRank <= rank) / mated.Length;
            return Identification.Cmc(searches, 20)[rank - 1] == expected;
        });

    [Fact]
    public void Misses_are_counted_over_mated_searches_and_false_positives_over_the_others()
    {
        DetCurve det = Identification.Det(
        [
            new(0, 0, true, 0.9f, 1, 0.2f, 0), new(0, 1, true, 0.3f, 4, 0.6f, 0), new(1, 2, true, float.NegativeInfinity, 0, 0.1f, 0),
            new(2, 3, false, float.NegativeInfinity, 0, 0.55f, 0), new(3, 4, false, float.NegativeInfinity, 0, 0.2f, 0),
        ]);
        DetPoint point = det.At(0.5f);
        Assert.Equal(2.0 / 3, point.FalseNegative, 1e-12);
        Assert.Equal(0.5, point.FalsePositive);
    }

    [Fact]
    public void A_draw_enrols_half_of_the_people_by_one_of_their_images_and_leaves_the_others_strangers() =>
        Gen.Select(Gen.Int[1, 9].Array[2, 40], Gen.Int[0, 1000]).Sample((images, seed) =>
            GalleryDraw.Draw(images, [.. Enumerable.Range(0, images.Length)], 3, seed).All(draw =>
                draw.Enrolled.Count == images.Length / 2
                && draw.Enrolled.All(enrolled => enrolled.Image >= 0 && enrolled.Image < images[enrolled.Person])
                && draw.Enrolled.Select(enrolled => enrolled.Person).Concat(draw.Strangers).Order()
                    .SequenceEqual(Enumerable.Range(0, images.Length))));

    [Fact]
    public void A_seed_draws_the_same_galleries_again_and_another_seed_others()
    {
        int[] images = [.. Enumerable.Repeat(5, 40)], people = [.. Enumerable.Range(0, 40)];
        IReadOnlyList<EnrolledImage> Enrolled(int seed) => GalleryDraw.Draw(images, people, 2, seed)[1].Enrolled;
        Assert.Equal(Enrolled(7), Enrolled(7));
        Assert.NotEqual(Enrolled(7), Enrolled(8));
    }

    [Fact]
    public void Development_and_test_share_nobody() =>
        Gen.Select(Gen.Int[2, 99], Gen.Int).Sample((people, seed) =>
        {
            (IReadOnlyList<int> development, IReadOnlyList<int> test) = GalleryDraw.Split(people, seed);
            return Math.Abs(development.Count - test.Count) <= 1
                && development.Concat(test).Order().SequenceEqual(Enumerable.Range(0, people));
        });
}
