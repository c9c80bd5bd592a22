using System.Numerics.Tensors;
using FaceMatch.Core.Calibrations;

namespace FaceMatch.Cli.Evaluation.Calibrations;

/// <param name="Counts">Every comparison between two images, of different people and of one.</param>
/// <param name="Closest">The pairs of people that look most alike, closest first, by their best two images.</param>
internal sealed record ComparisonScores(CalibrationBuilder Counts, IReadOnlyList<(PeoplePair People, float Cosine)> Closest)
{
    /// <summary>Scores from here on are worth a look by a person: of strangers, one comparison in 200,000 is this close.</summary>
    private const float Suspicious = 0.5f;

    /// <param name="excluded">Pairs of people that are not compared.</param>
    public static ComparisonScores Count(
        IReadOnlyList<(string Person, float[] Vector)> faces, IReadOnlySet<PeoplePair> excluded,
        CancellationToken cancellationToken)
    {
        var total = new Worker();
        Lock merging = new();
        Parallel.For(
            0,
            faces.Count,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new Worker(),
            (first, _, worker) =>
            {
                for (int second = first + 1; second < faces.Count; second++)
                {
                    float cosine = TensorPrimitives.Dot<float>(faces[first].Vector, faces[second].Vector);
                    if (faces[first].Person == faces[second].Person)
                    {
                        worker.Counts.AddGenuine(cosine);
                        continue;
                    }

                    var people = PeoplePair.Of(faces[first].Person, faces[second].Person);
                    if (excluded.Count > 0 && excluded.Contains(people)) continue;
                    worker.Counts.Add(cosine);
                    if (cosine >= Suspicious) worker.Note(people, cosine);
                }

                return worker;
            },
            worker =>
            {
                lock (merging) total.Add(worker);
            });
        return new ComparisonScores(
            total.Counts, [.. total.Best.OrderByDescending(pair => pair.Value).Select(pair => (pair.Key, pair.Value))]);
    }

    private sealed class Worker
    {
        public CalibrationBuilder Counts { get; } = new();

        public Dictionary<PeoplePair, float> Best { get; } = [];

        public void Note(PeoplePair people, float cosine)
        {
            if (!Best.TryGetValue(people, out float best) || cosine > best) Best[people] = cosine;
        }

        public void Add(Worker other)
        {
            Counts.Add(other.Counts);
            foreach ((PeoplePair people, float cosine) in other.Best) Note(people, cosine);
        }
    }
}
