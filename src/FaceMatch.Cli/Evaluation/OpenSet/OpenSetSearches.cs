using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.OpenSet;

/// <summary>Searches one gallery with every other image of its people and with every image of the strangers to it.</summary>
/// <param name="images">Indices of each person's images.</param>
/// <param name="embeddings">One an image, L2-normalised; null where no face was found.</param>
internal sealed class OpenSetSearches(IReadOnlyList<IReadOnlyList<int>> images, IReadOnlyList<float[]?> embeddings)
{
    public IReadOnlyList<SearchOutcome> Run(GalleryDraw gallery, CancellationToken cancellationToken)
    {
        (int Person, int Image)[] references =
        [
            .. gallery.Enrolled.Select(enrolled => (enrolled.Person, images[enrolled.Person][enrolled.Image])),
        ];
        (int Person, int Image, bool Mated)[] probes =
        [
            .. references.SelectMany(reference => images[reference.Person]
                .Where(image => image != reference.Image).Select(image => (reference.Person, image, true))),
            .. gallery.Strangers.SelectMany(person => images[person].Select(image => (person, image, false))),
        ];
        var outcomes = new SearchOutcome[probes.Length];
        Parallel.For(
            0, probes.Length, new ParallelOptions { CancellationToken = cancellationToken },
            i => outcomes[i] = Search(probes[i], references));
        return outcomes;
    }

    private SearchOutcome Search((int Person, int Image, bool Mated) probe, (int Person, int Image)[] references)
    {
        float mate = float.NegativeInfinity, best = float.NegativeInfinity;
        int other = -1, better = 0;
        float[]? vector = embeddings[probe.Image];
        if (probe.Mated && vector is not null)
            mate = Score(vector, references[Array.FindIndex(references, reference => reference.Person == probe.Person)].Image);
        foreach ((int person, int image) in references)
        {
            if (person == probe.Person) continue;
            float score = Score(vector, image);

            // A tie is counted against the mate: no rank may rest on the order of a list.
            if (score >= mate) better++;
            if (score <= best) continue;
            best = score;
            other = image;
        }

        int rank = float.IsNegativeInfinity(mate) ? 0 : better + 1;
        return new SearchOutcome(probe.Person, probe.Image, probe.Mated, mate, rank, best, other);
    }

    private float Score(float[]? probe, int reference) => probe is null || embeddings[reference] is not { } vector
        ? float.NegativeInfinity
        : Similarity.Cosine(probe, vector);
}
