using System.CommandLine;
using System.Text.Json;

namespace FaceMatch.LoadTest.FanOut;

/// <summary>`fanout`: what it costs to ask shards instead of one index, and what a second silo brings.</summary>
internal static class FanOutCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var templates = new Option<int>("--templates") { DefaultValueFactory = _ => 200_000, Description = "Of the gallery that throughput is measured with" };
        var shards = new Option<int[]>("--shards")
        {
            DefaultValueFactory = _ => [1, 4, 16], AllowMultipleArgumentsPerToken = true, Description = "Numbers of shards to compare",
        };
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 10, Description = "Of each throughput" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command("fanout", "Time a search through the shards of silos in this process, each with one core for scans") { templates, shards, seconds, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            FanOutReport report = await new FanOutRun(parsed.GetValue(templates), TimeSpan.FromSeconds(parsed.GetValue(seconds)))
                .MeasureAsync(parsed.GetRequiredValue(shards), cancellationToken);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(report, Json) : report.ToText());
        });
        return command;
    }
}
