using FaceMatch.Index.Faiss;
using FaceMatch.Index.Snapshots;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Index.Tests.Faiss;

internal static class FaissGallery
{
    public static FaissIndex Create(
        int dimensions, string factory, string settings = "", int threads = 2, TimeProvider? time = null,
        NativePages? memory = null, ILogger<FaissIndex>? logger = null) =>
        new(
            new ExactIndex(dimensions, new IndexOptions(threads, PageSlots: 64), memory ?? new NativePages()),
            new FaissOptions(factory, settings, threads), time ?? TimeProvider.System, logger ?? new Lines());

    /// <summary>People with several photographs each: templates 0 to people x each - 1, subject i of template i / each.</summary>
    public static IndexEntry[] People(int seed, int dimensions, int people, int each)
    {
        var random = new Random(seed);
        var entries = new IndexEntry[people * each];
        for (var person = 0; person < people; person++)
        {
            var face = Vectors.Random(random, dimensions);
            for (var i = 0; i < each; i++)
            {
                var id = person * each + i;
                entries[id] = Vectors.Entry(id, Vectors.Near(random, face, 0.7), person, person % 5);
            }
        }

        return entries;
    }

    public static IndexHit[] Find(IVectorSearch index, float[] probe, int k = 10, SearchFilter? filter = null)
    {
        var hits = new IndexHit[k];
        return hits[..index.Search(probe, filter ?? Vectors.Everything, hits).Hits];
    }

    /// <summary>What was logged.</summary>
    public sealed class Lines : ILogger<FaissIndex>
    {
        private readonly List<string> _lines = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
                _lines.Add($"{formatter(state, exception)} {exception?.Message}");
        }

        public bool Said(string text)
        {
            lock (_lines)
                return _lines.Exists(line => line.Contains(text, StringComparison.Ordinal));
        }
    }
}
