namespace FaceMatch.Cli.Evaluation.OpenSet;

/// <summary>What an open-set test fixes before anything is measured.</summary>
/// <param name="Galleries">Random galleries.</param>
/// <param name="Seed">Of galleries, of the split of people, and of the bootstrap.</param>
internal sealed record OpenSetProtocol(int Galleries, int Seed)
{
    public const int DefaultGalleries = 10;

    /// <summary>Rates of false positives at which misses are stated.</summary>
    public static readonly IReadOnlyList<double> Rates = [0.1, 0.01, 0.003];

    /// <summary>Ranks of the cumulative match characteristic.</summary>
    public const int Ranks = 20;

    /// <summary>Halvings of the gallery in the sweep of its size.</summary>
    private const int Halvings = 4;

    /// <summary>A gallery of fewer says little.</summary>
    private const int SmallestGallery = 5;

    /// <summary>Sizes of a sweep, smallest first, the whole gallery last.</summary>
    public static IReadOnlyList<int> SizesUpTo(int subjects) =>
    [
        .. Enumerable.Range(0, Halvings + 1).Select(halving => subjects >> halving)
            .Where(size => size >= SmallestGallery || size == subjects).Distinct().Order(),
    ];
}
