namespace FaceMatch.Index;

/// <summary>A gallery's vectors in this process, whichever way they are searched.</summary>
public interface IGalleryIndex : IVectorSearch, IVectorWriter, IDisposable
{
    /// <summary>Null for an index that misses nothing.</summary>
    ApproximateStatus? Approximate { get; }
}
