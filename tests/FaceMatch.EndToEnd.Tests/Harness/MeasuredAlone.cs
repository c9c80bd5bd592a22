namespace FaceMatch.EndToEnd.Tests.Harness;

/// <summary>Tests whose outcome depends on what the machine has left; no other test runs beside them.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
