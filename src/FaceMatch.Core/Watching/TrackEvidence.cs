namespace FaceMatch.Core.Watching;

/// <summary>
/// What one passage of one person in front of one camera has shown so far: the sum of its best shots' embeddings,
/// weighted by quality. Fusing before searching averages the noise of single frames out. Erased on dispose.
/// </summary>
public sealed class TrackEvidence(int embeddingSize) : IDisposable
{
    private readonly float[] _sum = new float[embeddingSize];
    private readonly HashSet<Guid> _alerted = [];

    public int Shots { get; private set; }

    public double BestQuality { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether there is anything to search with.</summary>
    public bool IsUsable { get; private set; }

    /// <summary>True when the shot is worth its 7 ms: the track has few yet, or it beats the best so far.</summary>
    public bool WantsShot(double quality, int enough, double gain) =>
        Shots < enough || quality > BestQuality * (1 + gain);

    /// <param name="embedding">L2-normalised.</param>
    /// <param name="quality">Overall as it was seen, 0 to 1: what later shots are compared with.</param>
    /// <param name="confirmed">Overall with the recognition network's response, 0 to 1: what the shot weighs.</param>
    public void Add(ReadOnlySpan<float> embedding, double quality, double confirmed)
    {
        float weight = (float)Math.Max(confirmed, 1e-3);
        for (int i = 0; i < _sum.Length; i++) _sum[i] += weight * embedding[i];
        IsUsable = true;
        Discount(quality);
    }

    /// <summary>A shot that the recognition network made nothing out of: it counts, so that it is not tried again and again.</summary>
    public void Discount(double quality)
    {
        Shots++;
        BestQuality = Math.Max(BestQuality, quality);
    }

    /// <summary>Writes the fused embedding, L2-normalised.</summary>
    public void Fuse(Span<float> destination)
    {
        double squared = 0;
        foreach (float value in _sum) squared += (double)value * value;
        float scale = squared > 0 ? (float)(1 / Math.Sqrt(squared)) : 0;
        for (int i = 0; i < _sum.Length; i++) destination[i] = _sum[i] * scale;
    }

    /// <summary>One alert for each track and subject: true the first time only.</summary>
    public bool FirstAlertFor(Guid subjectId) => _alerted.Add(subjectId);

    /// <summary>The alert could not be kept: the next one counts as the first again.</summary>
    public void RetractAlertFor(Guid subjectId) => _alerted.Remove(subjectId);

    public void Dispose() => Array.Clear(_sum);
}
