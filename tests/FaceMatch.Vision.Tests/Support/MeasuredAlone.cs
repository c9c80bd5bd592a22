namespace FaceMatch.Vision.Tests.Support;

/// <summary>Tests that measure what the whole process holds, or what pools give out: no other test may run beside them.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
