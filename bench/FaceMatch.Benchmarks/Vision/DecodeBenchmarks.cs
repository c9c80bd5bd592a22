using BenchmarkDotNet.Attributes;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Frames;

namespace FaceMatch.Benchmarks.Vision;

/// <summary>A phone's JPEG of 48 megapixels, whole and no larger than a pushed frame needs.</summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    private const int Width = 8000, Height = 6000, EnoughSide = 3840;

    private readonly FrameDecoder _decoder = new();
    private byte[] _jpeg = [];

    [GlobalSetup]
    public void Setup()
    {
        using Frame frame = Portrait.InGray(Width, Height);
        _jpeg = _decoder.EncodeJpeg(frame, new Box(0, 0, Width, Height), Width);
    }

    [Benchmark(Baseline = true)]
    public void Whole() => _decoder.Decode(_jpeg, DateTimeOffset.UnixEpoch).Dispose();

    [Benchmark]
    public void Enough() => _decoder.Decode(_jpeg, DateTimeOffset.UnixEpoch, EnoughSide).Dispose();
}
