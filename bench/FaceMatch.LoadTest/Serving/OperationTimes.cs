using System.Globalization;
using FaceMatch.Cli.Client;

namespace FaceMatch.LoadTest.Serving;

/// <param name="Sent">Started in the time of the run, answered or not.</param>
/// <param name="Errors">How often each kind of refusal or failure came, by its code.</param>
/// <param name="P50Ms">Of what succeeded, from the moment it was due to its answer.</param>
internal sealed record OperationReport(
    string Operation, int Sent, int Succeeded, IReadOnlyDictionary<string, int> Errors, double P50Ms, double P90Ms, double P99Ms, double MaxMs)
{
    public string ToText() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Operation,-8} {Succeeded,6} of {Sent,-6} p50 {P50Ms,7:F1}  p90 {P90Ms,7:F1}  p99 {P99Ms,7:F1}  max {MaxMs,7:F1} ms  {string.Join(", ", Errors.Select(error => $"{error.Value} x {error.Key}"))}");
}

/// <summary>Latencies and failures of one kind of request. Thread-safe.</summary>
internal sealed class OperationTimes(string operation)
{
    private readonly Lock _gate = new();
    private readonly List<double> _latencies = [];
    private readonly SortedDictionary<string, int> _errors = new(StringComparer.Ordinal);

    public void Succeeded(TimeSpan latency)
    {
        lock (_gate) _latencies.Add(latency.TotalMilliseconds);
    }

    public void Failed(Exception fault)
    {
        string code = fault switch
        {
            ServerRefusedException refused => refused.Code ?? ((int)refused.Status).ToString(CultureInfo.InvariantCulture),
            ServerUnreachableException => "unreachable",
            OperationCanceledException => "timed-out",
            _ => fault.GetType().Name,
        };
        lock (_gate) _errors[code] = _errors.GetValueOrDefault(code) + 1;
    }

    public OperationReport Report()
    {
        lock (_gate)
        {
            _latencies.Sort();
            return new OperationReport(
                operation, _latencies.Count + _errors.Values.Sum(), _latencies.Count, new Dictionary<string, int>(_errors),
                NearestRank(0.5), NearestRank(0.9), NearestRank(0.99), NearestRank(1));
        }
    }

    private double NearestRank(double part) =>
        _latencies.Count == 0 ? 0 : Math.Round(_latencies[Math.Clamp((int)Math.Ceiling(part * _latencies.Count) - 1, 0, _latencies.Count - 1)], 1);
}
