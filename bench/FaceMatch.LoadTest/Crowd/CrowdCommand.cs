using System.CommandLine;

namespace FaceMatch.LoadTest.Crowd;

/// <summary>`crowd`: makes the gallery of a test cluster as large as a real one.</summary>
internal static class CrowdCommand
{
    private const string ConnectionVariable = "ConnectionStrings__FaceMatch";

    public static Command Create()
    {
        var templates = new Option<int>("--templates") { DefaultValueFactory = _ => 200_000, Description = "Strangers to add, one template each" };
        var command = new Command(
            "crowd", $"Fill the PostgreSQL database of {ConnectionVariable} with strangers; for tests only, while no server runs on it")
        {
            templates,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string connection = Environment.GetEnvironmentVariable(ConnectionVariable) is { Length: > 0 } set
                ? set
                : throw new InvalidOperationException($"Set {ConnectionVariable} to the connection string of the test database.");
            int count = parsed.GetValue(templates);
            await CrowdWriter.WriteAsync(connection, count, cancellationToken);
            Console.WriteLine($"{count} strangers added");
        });
        return command;
    }
}
