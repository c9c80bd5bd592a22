using System.Buffers;

namespace FaceMatch.Core.Faces;

/// <summary>
/// Where the buffers of pictures come from. The framework's shared pool keeps what is returned for each thread and each
/// core, so a few large photographs would leave gigabytes behind; this one keeps a few buffers of a camera's frame, and
/// anything larger is simply made and collected.
/// </summary>
public static class PixelPool
{
    /// <summary>32 MB: a 4K frame in three channels. A camera's frames come by the second, larger photographs do not.</summary>
    private const int LargestKept = 32 << 20;

    /// <summary>Of each size. Every worker holds two at most: the decoded file and the upright frame.</summary>
    private static readonly int KeptOfEachSize = 2 * Environment.ProcessorCount;

    public static ArrayPool<byte> Shared { get; } = ArrayPool<byte>.Create(LargestKept, KeptOfEachSize);
}
