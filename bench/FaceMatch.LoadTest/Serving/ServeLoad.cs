using System.Collections.Concurrent;
using FaceMatch.Core.Searches;

namespace FaceMatch.LoadTest.Serving;

/// <param name="Images">Portraits of one person each.</param>
/// <param name="Enrolments">A second; each is four requests.</param>
/// <param name="Searches">A second.</param>
/// <param name="Frames">A second, for one camera.</param>
internal sealed record ServeRates(IReadOnlyList<byte[]> Images, double Enrolments, double Searches, double Frames, TimeSpan Duration);

/// <summary>
/// Enrols, searches and pushes frames side by side. Every second search is with the picture of a person whose enrolment was
/// acknowledged before: an answer that says it is complete must have that person among its candidates.
/// </summary>
internal sealed class ServeLoad(LoadScene scene, ServeRates rates, TimeProvider time)
{
    private readonly ConcurrentDictionary<int, string> _enrolled = new();
    private int _complete;
    private int _incomplete;
    private int _broken;

    public async Task<ServeReport> RunAsync(TextWriter progress, CancellationToken cancellationToken)
    {
        OperationTimes enrolments = new("enrol"), searches = new("search"), frames = new("frame");
        progress.WriteLine($"loading for {rates.Duration.TotalSeconds:F0} s");
        long start = time.GetTimestamp();
        await Task.WhenAll(
            OpenLoop.RunAsync(rates.Enrolments, rates.Duration, enrolments, time, EnrolAsync, cancellationToken),
            OpenLoop.RunAsync(rates.Searches, rates.Duration, searches, time, SearchAsync, cancellationToken),
            OpenLoop.RunAsync(rates.Frames, rates.Duration, frames, time, (number, token) => scene.PushAsync(Image(number), token), cancellationToken));
        double seconds = time.GetElapsedTime(start).TotalSeconds;
        progress.WriteLine($"looking for the {_enrolled.Count} people that were enrolled");
        int missing = await NotFoundAsync(cancellationToken);
        return new ServeReport(
            Math.Round(seconds, 1), [.. new[] { enrolments, searches, frames }.Select(times => times.Report()).Where(report => report.Sent > 0)],
            _complete, _incomplete, _enrolled.Count, missing, _broken);
    }

    private byte[] Image(int number) => rates.Images[number % rates.Images.Count];

    private async Task EnrolAsync(int number, CancellationToken cancellationToken) =>
        _enrolled[number] = await scene.EnrolAsync(number, Image(number), cancellationToken);

    private async Task SearchAsync(int number, CancellationToken cancellationToken)
    {
        KeyValuePair<int, string>[] known = number % 2 == 0 ? _enrolled.ToArray() : [];
        KeyValuePair<int, string>? sought = known.Length == 0 ? null : known[number / 2 % known.Length];
        SearchView answer = await scene.SearchAsync(Image(sought?.Key ?? number), cancellationToken);
        if (!answer.Coverage.Complete)
        {
            Interlocked.Increment(ref _incomplete);
            return;
        }

        Interlocked.Increment(ref _complete);
        if (sought is { } subject && !Shows(answer, subject.Value)) Interlocked.Increment(ref _broken);
    }

    private async Task<int> NotFoundAsync(CancellationToken cancellationToken)
    {
        int missing = 0;
        foreach ((int number, string subject) in _enrolled)
        {
            SearchView answer = await scene.SearchAsync(Image(number), cancellationToken);
            if (!answer.Coverage.Complete || !Shows(answer, subject)) missing++;
        }

        return missing;
    }

    private static bool Shows(SearchView answer, string subject) =>
        answer.Faces.Any(face => face.Candidates.Any(candidate => candidate.SubjectId == subject));
}
