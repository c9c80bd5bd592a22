using System.CommandLine;
using System.Text.Json;
using FaceMatch.LoadTest.Faces;

namespace FaceMatch.LoadTest.Recall;

/// <summary>`recall`: what a type of Faiss misses that the scan finds, on real faces among made-up strangers.</summary>
internal static class RecallCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var images = FaceOptions.Images();
        var pack = FaceOptions.Pack();
        var workers = FaceOptions.WorkerCount();
        var templates = new Option<int>("--templates") { DefaultValueFactory = _ => 100_000, Description = "Gallery size; strangers fill it up" };
        var indexes = new Option<string[]>("--index")
        {
            DefaultValueFactory = _ => ["Exact", "Flat", "IVF1024,SQ8", "HNSW32"],
            AllowMultipleArgumentsPerToken = true,
            Description = "Exact, or a type of Faiss; settings after a colon, as in IVF1024,SQ8:nprobe=64",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object an index" };
        var command = new Command("recall", "Compare types of Faiss with the exact scan: recall, added FNIR, time, memory")
        {
            images, pack, workers, templates, indexes, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var vision = FaceOptions.Load(parsed.GetRequiredValue(pack));
            var people = People.Read(parsed.GetRequiredValue(images), vision, parsed.GetValue(workers));
            await Console.Error.WriteLineAsync($"{people.Enrolled.Count} people, {people.Probes.Count} other photographs of them");
            var run = new RecallRun(people, parsed.GetValue(templates), parsed.GetValue(workers));
            foreach (var index in parsed.GetRequiredValue(indexes))
            {
                var parts = index.Split(':', 2);
                var line = await run.MeasureAsync(parts[0], parts.Length > 1 ? parts[1] : "");
                Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(line, Json) : line.ToString());
            }
        });
        return command;
    }
}
