using FaceMatch.Cli.Evaluation.Report;

namespace FaceMatch.Cli.Evaluation;

/// <summary>What one evaluation gave: for programs, and for people.</summary>
/// <param name="Name">Of the evaluation, as on the command line.</param>
/// <param name="Result">Written as JSON.</param>
internal sealed record Measurement(string Name, object Result, ReportSection Section);
