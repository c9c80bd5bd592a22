using BenchmarkDotNet.Attributes;
using FaceMatch.Core.Faces;
using FaceMatch.Vision;
using FaceMatch.Vision.Models;

namespace FaceMatch.Benchmarks.Vision;

/// <summary>One aligned face to its vector, on one thread: the shipped network, its rewrite, and 8 bits.</summary>
[MemoryDiagnoser]
public class EmbedBenchmarks
{
    private readonly List<IDisposable> _opened = [];
    private (FaceVision Vision, AlignedFace Face) _shipped, _default, _fast, _accurate;
    private float[] _embedding = [];

    [GlobalSetup]
    public void Setup()
    {
        _shipped = Open(ShippedEmbedder.Load());
        _default = Open(FaceVision.Load(ModelPackStore.Installed().Open()));
        _fast = Open(FaceVision.Load(ModelPackStore.Installed().Open("fast")));
        _accurate = Open(FaceVision.Load(ModelPackStore.Installed().Open("accurate")));
        _embedding = new float[_accurate.Vision.Models.EmbeddingSize];
    }

    [GlobalCleanup]
    public void Cleanup() => _opened.ForEach(opened => opened.Dispose());

    [Benchmark(Baseline = true)]
    public void Shipped() => Embed(_shipped);

    [Benchmark]
    public void Default() => Embed(_default);

    [Benchmark]
    public void Fast() => Embed(_fast);

    [Benchmark]
    public void Accurate() => Embed(_accurate);

    private void Embed((FaceVision Vision, AlignedFace Face) pack) =>
        pack.Vision.Embed(pack.Face, _embedding.AsSpan(0, pack.Vision.Models.EmbeddingSize));

    private (FaceVision Vision, AlignedFace Face) Open(FaceVision vision)
    {
        using Frame portrait = Portrait.Decode();
        AlignedFace face = vision.Align(portrait, vision.Locate(portrait, vision.Detect(portrait)[0]));
        _opened.AddRange([vision, face]);
        return (vision, face);
    }
}
