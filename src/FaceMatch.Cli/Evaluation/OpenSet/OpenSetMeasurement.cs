using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.OpenSet;

/// <summary>Runs the protocol on embeddings; what it gives depends on them and the seed alone.</summary>
internal sealed class OpenSetMeasurement(OpenSetProtocol protocol, LabelledFolder folder, IReadOnlyList<float[]?> embeddings)
{
    private readonly IReadOnlyList<IReadOnlyList<int>> _images = folder.ImagesByPerson();

    /// <summary>Every search of every gallery, for the figures and for whoever wants to look at the misses.</summary>
    public IReadOnlyList<IReadOnlyList<SearchOutcome>> Search(CancellationToken cancellationToken) =>
        Search(Draw([.. Enumerable.Range(0, folder.People.Count)]), cancellationToken);

    public OpenSetResult Measure(
        IReadOnlyList<IReadOnlyList<SearchOutcome>> searches, CancellationToken cancellationToken)
    {
        IReadOnlyList<GalleryDraw> draws = Draw([.. Enumerable.Range(0, folder.People.Count)]);
        SearchOutcome[] all = [.. searches.SelectMany(search => search)];
        DetCurve det = Identification.Det(all);
        IReadOnlyList<double> cmc = Identification.Cmc(all, OpenSetProtocol.Ranks);
        IReadOnlyList<Interval> intervals = Intervals(all);
        int rates = OpenSetProtocol.Rates.Count;
        return new OpenSetResult(
            Counts(draws, all),
            protocol.Seed,
            RankRate(all, 1, intervals[rates]),
            RankRate(all, 10, intervals[rates + 1]),
            [.. OpenSetProtocol.Rates.Select((fpir, i) => Point(det, searches, fpir, intervals[i]))],
            MeasureTransfer(cancellationToken),
            [.. OpenSetProtocol.SizesUpTo(draws[0].Enrolled.Count).Select(size => Size(draws, size, cancellationToken))],
            cmc,
            det.Points(),
            ScoreHistogram.OfCosines(all.Where(search => search.Mated).Select(search => search.MateScore)),
            ScoreHistogram.OfCosines(all.Where(search => !search.Mated).Select(search => search.BestOther)));
    }

    private IReadOnlyList<GalleryDraw> Draw(IReadOnlyList<int> people) => GalleryDraw.Draw(
        [.. _images.Select(images => images.Count)], people, protocol.Galleries, protocol.Seed);

    private IReadOnlyList<IReadOnlyList<SearchOutcome>> Search(
        IEnumerable<GalleryDraw> draws, CancellationToken cancellationToken)
    {
        OpenSetSearches searches = new(_images, embeddings);
        return [.. draws.Select(draw => searches.Run(draw, cancellationToken))];
    }

    private OpenSetCounts Counts(IReadOnlyList<GalleryDraw> draws, SearchOutcome[] all)
    {
        (int Gallery, int Person)[] failed =
        [
            .. draws.SelectMany((draw, gallery) => draw.Enrolled
                .Where(enrolled => embeddings[_images[enrolled.Person][enrolled.Image]] is null)
                .Select(enrolled => (gallery, enrolled.Person))),
        ];
        return new OpenSetCounts(
            folder.People.Count, folder.Images.Count, embeddings.Count(embedding => embedding is null), draws.Count,
            draws[0].Enrolled.Count, all.LongCount(search => search.Mated), all.LongCount(search => !search.Mated),
            failed.Length, failed.Sum(failure => _images[failure.Person].Count - 1L));
    }

    private static OpenSetOperatingPoint Point(
        DetCurve det, IEnumerable<IReadOnlyList<SearchOutcome>> searches, double fpir, Interval interval)
    {
        float threshold = det.ThresholdFor(fpir);
        int misses = det.FalseNegativesAt(threshold);
        double[] rates = [.. searches.Select(Identification.Det)
            .Select(gallery => gallery.At(gallery.ThresholdFor(fpir)).FalseNegative)];
        return new OpenSetOperatingPoint(
            fpir, threshold, new MeasuredRate((double)misses / det.MatedCount, misses, det.MatedCount, interval),
            rates.Average(), Spread.SampleDeviation(rates));
    }

    private static MeasuredRate RankRate(SearchOutcome[] all, int rank, Interval interval)
    {
        int mated = all.Count(search => search.Mated);
        int found = all.Count(search => search.MateRank > 0 && search.MateRank <= rank);
        return new MeasuredRate(mated == 0 ? 0 : (double)found / mated, found, mated, interval);
    }

    /// <summary>One interval for each rate of false positives, then those of rank 1 and rank 10.</summary>
    private IReadOnlyList<Interval> Intervals(SearchOutcome[] all)
    {
        PersonWeightedDet det = new(
            all.Where(search => search.Mated).Select(search => new PersonScore(search.Person, search.MateScore)),
            all.Where(search => !search.Mated).Select(search => new PersonScore(search.Person, search.BestOther)));
        SearchOutcome[] mated = [.. all.Where(search => search.Mated)];
        return PersonBootstrap.Intervals(folder.People.Count, protocol.Seed, weights =>
        [
            .. OpenSetProtocol.Rates.Select(fpir => det.FalseNegativeRate(fpir, weights)),
            WithinRank(mated, 1, weights),
            WithinRank(mated, 10, weights),
        ]);
    }

    private static double WithinRank(SearchOutcome[] mated, int rank, int[] weights)
    {
        long found = 0, of = 0;
        foreach (SearchOutcome search in mated)
        {
            int weight = weights[search.Person];
            of += weight;
            if (search.MateRank > 0 && search.MateRank <= rank) found += weight;
        }

        return of == 0 ? double.NaN : (double)found / of;
    }

    private Transfer MeasureTransfer(CancellationToken cancellationToken)
    {
        (IReadOnlyList<int> development, IReadOnlyList<int> test) = GalleryDraw.Split(folder.People.Count, protocol.Seed);
        IReadOnlyList<GalleryDraw> testDraws = Draw(test);
        DetCurve chosen = Identification.Det(Search(Draw(development), cancellationToken).SelectMany(search => search));
        DetCurve met = Identification.Det(Search(testDraws, cancellationToken).SelectMany(search => search));
        return new Transfer(development.Count, test.Count, testDraws[0].Enrolled.Count,
        [
            .. OpenSetProtocol.Rates.Select(fpir =>
            {
                float threshold = chosen.ThresholdFor(fpir);
                return new TransferredPoint(
                    fpir, threshold, MeasuredRate.OfTrials(met.FalsePositivesAt(threshold), met.NonMatedCount),
                    MeasuredRate.OfTrials(met.FalseNegativesAt(threshold), met.MatedCount));
            }),
        ]);
    }

    private GallerySize Size(IEnumerable<GalleryDraw> draws, int subjects, CancellationToken cancellationToken)
    {
        SearchOutcome[] all = [.. Search(draws.Select(draw => draw.First(subjects)), cancellationToken).SelectMany(search => search)];
        DetCurve det = Identification.Det(all);
        return new GallerySize(
            subjects,
            Identification.Cmc(all, 1)[0],
            [.. OpenSetProtocol.Rates.Select(fpir => new FnirPoint(fpir, det.At(det.ThresholdFor(fpir)).FalseNegative))]);
    }
}
