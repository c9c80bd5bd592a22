using System.CommandLine;
using System.Text.Json;

namespace FaceMatch.LoadTest;

/// <summary>`search`: how fast one process searches a gallery of made-up templates.</summary>
internal static class SearchCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var templates = new Option<int>("--templates") { DefaultValueFactory = _ => 1_000_000, Description = "Size of the gallery" };
        var dimensions = new Option<int>("--dimensions") { DefaultValueFactory = _ => 512, Description = "Length of an embedding" };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount, Description = "Threads of one search" };
        var queries = new Option<int>("--queries") { DefaultValueFactory = _ => 200, Description = "Searches that are timed" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command("search", "Time the exact index") { templates, dimensions, threads, queries, json };
        command.SetAction(parsed =>
        {
            var run = new SearchLoad(
                parsed.GetValue(templates), parsed.GetValue(dimensions), parsed.GetValue(threads), parsed.GetValue(queries));
            var report = run.Measure(parsed.GetValue(json) ? TextWriter.Null : Console.Error);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(report, Json) : report.ToText());
            return report.Top20Equal ? 0 : 1;
        });
        return command;
    }
}
