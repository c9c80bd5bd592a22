using System.Globalization;

namespace FaceMatch.LoadTest.Recall;

/// <param name="SingleMs">One query, twenty best, median.</param>
/// <param name="Batch32PerQueryMs">A batch of 32, divided by 32, median.</param>
/// <param name="Probes">Photographs searched with.</param>
/// <param name="AddedFnir">Share of the probes whose person is among the exact twenty best and not among these.</param>
/// <param name="BuildSeconds">Training and adding, from the exact index's vectors.</param>
/// <param name="AddedBytes">What the process grew by, beyond the exact index.</param>
/// <param name="SelfCheckAt20">What the index says of itself after it is built: recall of probes made from its own templates.</param>
internal sealed record RecallLine(
    string Index,
    string Settings,
    long Templates,
    double SingleMs,
    double Batch32PerQueryMs,
    int Probes,
    double RecallAt1,
    double RecallAt20,
    double AddedFnir,
    double BuildSeconds,
    long AddedBytes,
    double? SelfCheckAt20 = null,
    double? SelfCheckFnir = null)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Index} {Settings}, {Templates:N0} templates, {Probes:N0} probes
          {SingleMs:F2} ms a query, {Batch32PerQueryMs:F2} in batches of 32; built in {BuildSeconds:F1} s, {AddedBytes / 1e6:F0} MB more
          recall at 1 {RecallAt1:P2}, at 20 {RecallAt20:P2}, added FNIR {AddedFnir:P2}; its own check: {SelfCheckAt20:P2}, {SelfCheckFnir:P2}
        """);
}
