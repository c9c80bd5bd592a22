using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.Speed;

/// <summary>The stages of the line, in its order.</summary>
internal enum Stage
{
    Decode,
    Detect,
    Landmarks,
    Quality,
    Align,
    Embed,
    Whole,
}

/// <param name="Stage">Whole is one picture from its bytes, or its pixels, to all its embeddings; the others are one call each.</param>
internal sealed record StageTime(Stage Stage, int Calls, double MedianMilliseconds, double P95Milliseconds, double LeastMilliseconds);

/// <summary>Collects how long calls took.</summary>
internal sealed class StageTimes(TimeProvider time)
{
    private readonly Dictionary<Stage, List<double>> _milliseconds = [];

    public T Measure<T>(Stage stage, Func<T> call)
    {
        long started = time.GetTimestamp();
        T result = call();
        Add(stage, time.GetElapsedTime(started));
        return result;
    }

    public void Add(Stage stage, TimeSpan took)
    {
        if (!_milliseconds.TryGetValue(stage, out List<double>? times)) _milliseconds[stage] = times = [];
        times.Add(took.TotalMilliseconds);
    }

    public IReadOnlyList<StageTime> Summary() =>
    [
        .. _milliseconds.OrderBy(stage => stage.Key).Select(stage =>
        {
            double[] ordered = [.. stage.Value.Order()];
            return new StageTime(
                stage.Key, ordered.Length, Quantiles.Of(ordered, 0.5), Quantiles.Of(ordered, 0.95), ordered[0]);
        }),
    ];
}
