using BenchmarkDotNet.Attributes;
using FaceMatch.Core.Faces;
using FaceMatch.Vision;
using FaceMatch.Vision.Models;

namespace FaceMatch.Benchmarks.Vision;

/// <summary>The stages of the line on one thread, one face, by the default pack.</summary>
[MemoryDiagnoser]
public class StageBenchmarks
{
    private FaceVision _vision = null!;
    private Frame _frame = null!;
    private Detection _face;
    private Landmarks _points;
    private float[] _embedding = [];

    [Params("250x250", "640x360", "1920x1080")]
    public string Size { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _vision = FaceVision.Load(ModelPackStore.Installed().Open());
        int[] sides = [.. Size.Split('x').Select(side => int.Parse(side, System.Globalization.CultureInfo.InvariantCulture))];
        _frame = Portrait.InGray(sides[0], sides[1]);
        _face = _vision.Detect(_frame)[0];
        _points = _vision.Locate(_frame, _face);
        _embedding = new float[_vision.Models.EmbeddingSize];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _frame.Dispose();
        _vision.Dispose();
    }

    [Benchmark]
    public int Detect() => _vision.Detect(_frame, SmallestFace.InLive(_frame.Size)).Count;

    [Benchmark]
    public Landmarks Locate() => _vision.Locate(_frame, _face);

    [Benchmark]
    public double Glance() => _vision.Assess(_frame, _face, _points, Scrutiny.Glance).Overall;

    [Benchmark]
    public double Look() => _vision.Assess(_frame, _face, _points, Scrutiny.Look).Overall;

    [Benchmark]
    public void Align() => _vision.Align(_frame, _points).Dispose();

    [Benchmark(Baseline = true)]
    public void WholeLine()
    {
        Detection face = _vision.Detect(_frame, SmallestFace.InLive(_frame.Size))[0];
        using AlignedFace aligned = _vision.Align(_frame, _vision.Locate(_frame, face));
        _vision.Embed(aligned, _embedding);
    }
}
