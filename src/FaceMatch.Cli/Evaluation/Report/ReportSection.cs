namespace FaceMatch.Cli.Evaluation.Report;

/// <summary>One measurement as a person reads it. Everything in it is plain text until the page is written.</summary>
/// <param name="Protocol">What was done, in the words of ISO/IEC 19795-1, so that another could do it again.</param>
internal sealed record ReportSection(
    string Title, IReadOnlyList<string> Protocol, IReadOnlyList<ReportTable> Tables, IReadOnlyList<ReportFigure> Figures);

/// <param name="Note">What to bear in mind when reading it; may be empty.</param>
internal sealed record ReportTable(
    string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string Note = "");

/// <param name="Svg">A whole SVG document.</param>
internal sealed record ReportFigure(string Caption, string Svg);
