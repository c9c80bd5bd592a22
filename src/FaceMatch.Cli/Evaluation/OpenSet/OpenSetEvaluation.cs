using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.OpenSet;

/// <summary>Embeds a folder of people, runs the protocol, and writes down what it gave.</summary>
internal static class OpenSetEvaluation
{
    /// <summary>Two to develop on and two to test on.</summary>
    private const int FewestPeople = 8;

    /// <param name="misses">Errors of each kind to name to the person at the terminal.</param>
    public static async Task<Measurement> RunAsync(
        EvaluationRun run, DirectoryInfo images, OpenSetProtocol protocol, int misses, CancellationToken cancellationToken)
    {
        LabelledFolder folder = LabelledFolder.Read(images);
        if (folder.People.Count < FewestPeople)
            throw new UsageException($"{images.FullName} has {folder.People.Count} people; at least {FewestPeople} are needed.");
        EmbeddedSet set = await run.EmbedAsync(
            images, [.. folder.Images.Select(image => image.File)], assess: false, cancellationToken);
        OpenSetMeasurement measurement = new(protocol, folder, set.Embeddings);
        IReadOnlyList<IReadOnlyList<SearchOutcome>> searches = measurement.Search(cancellationToken);
        OpenSetResult result = measurement.Measure(searches, cancellationToken);
        if (misses > 0) new OpenSetMisses(folder, set, run.Environment).Show(searches, result, misses);
        return new Measurement("open-set", result, OpenSetSection.Of(images.Name, result));
    }
}
