using System.CommandLine;
using System.Text.Json;
using FaceMatch.LoadTest.Faces;

namespace FaceMatch.LoadTest.Serving;

/// <summary>`serve`: loads running servers through their API.</summary>
internal static class ServeCommand
{
    private const string KeyVariable = "FACEMATCH_BOOTSTRAP_KEY";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var servers = new Option<string[]>("--server")
        {
            DefaultValueFactory = _ => ["http://127.0.0.1:8080"], AllowMultipleArgumentsPerToken = true, Description = "Servers of one cluster; requests go to them in turn",
        };
        var data = new Option<DirectoryInfo?>("--data") { Description = $"Data directory with the bootstrap key; else {KeyVariable} gives it" };
        Option<DirectoryInfo> images = FaceOptions.Images();
        var people = new Option<int>("--people") { DefaultValueFactory = _ => 200, Description = "Photographs that are used, spread over the folder" };
        Option<double> enrolments = Rate("--enrolments", 5), searches = Rate("--searches", 50), frames = Rate("--frames", 0);
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 60, Description = "How long" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command("serve", "Drive running servers at a given rate and check what they promise")
        {
            servers, data, images, people, enrolments, searches, frames, seconds, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            TextWriter progress = parsed.GetValue(json) ? TextWriter.Null : Console.Error;
            ServeRates rates = new(
                SampleImages.Read(parsed.GetRequiredValue(images), parsed.GetValue(people)).Files,
                parsed.GetValue(enrolments), parsed.GetValue(searches), parsed.GetValue(frames), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            using LoadScene scene = new([.. parsed.GetRequiredValue(servers).Select(server => new Uri(server))], TimeProvider.System);
            await scene.PrepareAsync(BootstrapKey(parsed.GetValue(data)), rates.Frames > 0, cancellationToken);
            ServeReport report = await new ServeLoad(scene, rates, TimeProvider.System).RunAsync(progress, cancellationToken);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(report, Json) : report.ToText());
            return report.Holds ? 0 : 1;
        });
        return command;
    }

    private static Option<double> Rate(string name, double usual) => new(name) { DefaultValueFactory = _ => usual, Description = "A second; 0 sends none" };

    private static string BootstrapKey(DirectoryInfo? data)
    {
        if (data is not null) return File.ReadAllText(Path.Combine(data.FullName, "bootstrap-key")).Trim();
        return Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key
            ? key
            : throw new InvalidOperationException($"Name the server's data directory with --data, or set {KeyVariable}.");
    }
}
