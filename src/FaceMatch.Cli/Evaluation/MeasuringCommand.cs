using System.CommandLine;
using FaceMatch.Cli.Evaluation.Report;
using FaceMatch.Cli.Models;
using FaceMatch.Cli.Terminal;
using Spectre.Console;

namespace FaceMatch.Cli.Evaluation;

/// <summary>A verb that measures, and writes what it measured as a table, as JSON, and as a report.</summary>
internal abstract class MeasuringCommand : Command
{
    private readonly Option<string> _pack = EvaluationOptions.Pack();
    private readonly Option<bool> _json = ModelsOptions.Json();
    private readonly Option<FileInfo> _report = ReportFile.Option();
    private readonly CliEnvironment _environment;

    protected MeasuringCommand(string name, string description, CliEnvironment environment)
        : base(name, description)
    {
        _environment = environment;
        Options.Add(_pack);
        Options.Add(_json);
        Options.Add(_report);
        SetAction(RunAsync);
    }

    protected abstract Task<IReadOnlyList<Measurement>> MeasureAsync(
        ParseResult parsed, EvaluationRun run, CancellationToken cancellationToken);

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using EvaluationRun run = new(parsed.GetRequiredValue(_pack), _environment);
        IReadOnlyList<Measurement> measured = await MeasureAsync(parsed, run, cancellationToken);
        RunRecord record = run.Record(ReportFile.CommandLineOf(parsed));
        if (parsed.GetValue(_report) is { } file)
            await ReportFile.WriteAsync(
                file, record, run.Sets, [.. measured.Select(one => one.Section)], _environment, cancellationToken);
        if (parsed.GetValue(_json))
            _environment.WriteJson(new Answer([.. measured.Select(one => new Named(one.Name, one.Result))], run.Sets, record));
        else
            foreach (ReportTable table in measured.SelectMany(one => one.Section.Tables)) Show(table);
        return ExitCodes.Ok;
    }

    private void Show(ReportTable table)
    {
        Table shown = new Table().Title(Markup.Escape(table.Title));
        foreach (string column in table.Columns) shown.AddColumn(Markup.Escape(column));
        foreach (IReadOnlyList<string> row in table.Rows) shown.AddRow([.. row.Select(Markup.Escape)]);
        _environment.Results.Write(shown);
        if (table.Note.Length > 0) _environment.Results.WriteLine(table.Note);
    }

    /// <param name="Evaluation">Its name, as on the command line.</param>
    private sealed record Named(string Evaluation, object Result);

    private sealed record Answer(IReadOnlyList<Named> Results, IReadOnlyList<UsedImages> Sets, RunRecord Run);
}
