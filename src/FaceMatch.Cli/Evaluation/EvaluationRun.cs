using FaceMatch.Cli.Evaluation.Report;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Calibrations;
using FaceMatch.Vision;
using FaceMatch.Vision.Models;

namespace FaceMatch.Cli.Evaluation;

/// <summary>
/// One run of evaluations by one pack: opens the models, embeds, and keeps account of what was used. Embeddings live in
/// this process only, nothing biometric is written.
/// </summary>
internal sealed class EvaluationRun : IDisposable
{
    private readonly ModelPack _pack;
    private readonly List<UsedImages> _sets = [];
    private readonly List<Embedded> _embedded = [];

    public EvaluationRun(string pack, CliEnvironment environment)
    {
        Environment = environment;
        _pack = ModelPackStore.Installed().Open(pack);
        Vision = FaceVision.Load(_pack);
    }

    public CliEnvironment Environment { get; }

    public FaceVision Vision { get; }

    public IReadOnlyList<UsedImages> Sets => _sets;

    /// <exception cref="ModelPackException">The pack has none that fits.</exception>
    public Calibration ReadCalibration() => _pack.ReadCalibration();

    public RunRecord Record(string commandLine) =>
        RunRecord.Of(_pack, Vision.Models, commandLine, Environment.Time.GetUtcNow());

    /// <summary>Embeds files, or gives what the same files gave before in this run.</summary>
    /// <param name="folder">The set's name in the report.</param>
    /// <param name="assess">Whether to measure quality too.</param>
    public async Task<EmbeddedSet> EmbedAsync(
        DirectoryInfo folder, IReadOnlyList<string> files, bool assess, CancellationToken cancellationToken)
    {
        Embedded? known = _embedded.Find(one => (one.Assessed || !assess) && one.Files.SequenceEqual(files, StringComparer.Ordinal));
        if (known is not null) return known.Set;
        EmbeddedSet set = await EmbedAnewAsync(folder, files, assess, cancellationToken);
        _embedded.Add(new Embedded(files, assess, set));
        return set;
    }

    /// <summary>Embeds files even if they were embedded before, for their time.</summary>
    public async Task<EmbeddedSet> EmbedAnewAsync(
        DirectoryInfo folder, IReadOnlyList<string> files, bool assess, CancellationToken cancellationToken)
    {
        EmbeddedSet set = await new ImageEmbedder(Vision, Environment, assess).EmbedAsync(files, cancellationToken);
        UsedImages used = new(folder.Name, files.Count, set.Sha256);
        if (!_sets.Contains(used)) _sets.Add(used);
        return set;
    }

    public void Dispose() => Vision.Dispose();

    private sealed record Embedded(IReadOnlyList<string> Files, bool Assessed, EmbeddedSet Set);
}
