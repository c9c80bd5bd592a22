using System.Collections.Concurrent;
using FaceMatch.Core.Galleries;

namespace FaceMatch.Pipeline.Tests.RealFaces;

/// <summary>Compares with every template in turn: the definition of an exact search, small enough to be plainly right.</summary>
internal sealed class LinearGallery : IGallery
{
    private readonly List<(Guid Subject, float[] Vector)> _templates = [];

    /// <summary>The best cosine of each subject over all searches.</summary>
    public ConcurrentDictionary<Guid, float> Best { get; } = new();

    public int Searches { get; private set; }

    public Guid Add(float[] vector)
    {
        Guid subject = Guid.NewGuid();
        _templates.Add((subject, vector));
        return subject;
    }

    public Task<GalleryAnswer> SearchAsync(GalleryQuery query, CancellationToken cancellationToken)
    {
        Searches++;
        List<Neighbour> all = [];
        for (int i = 0; i < _templates.Count; i++)
        {
            float cosine = Dot(_templates[i].Vector, query.Probe.Span);
            Best.AddOrUpdate(_templates[i].Subject, cosine, (_, best) => Math.Max(best, cosine));
            if (cosine >= query.MinimumCosine) all.Add(new Neighbour(_templates[i].Subject, i, cosine));
        }

        all.Sort((left, right) => right.Cosine.CompareTo(left.Cosine));
        return Task.FromResult(new GalleryAnswer([.. all.Take(query.Limit)], new Coverage(1, 1, _templates.Count, []), "1"));
    }

    public Task RefreshAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<GalleryStatus> StatusAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new GalleryStatus(new GalleryGeneration(1, 1), 1, _templates.Count, "1"));

    private static float Dot(float[] left, ReadOnlySpan<float> right)
    {
        float sum = 0;
        for (int i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}
