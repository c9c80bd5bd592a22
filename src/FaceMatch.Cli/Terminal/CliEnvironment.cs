using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace FaceMatch.Cli.Terminal;

/// <summary>What a verb sees of the world around it: where it writes, and its settings.</summary>
/// <param name="Output">Results only, so that <c>--json</c> can be piped.</param>
/// <param name="Error">Progress and everything said to a person.</param>
/// <param name="Variable">Reads an environment variable; null when it is not set.</param>
public sealed record CliEnvironment(
    TextWriter Output, TextWriter Error, Func<string, string?> Variable, TimeProvider Time)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions OneLine = new(Readable) { WriteIndented = false };

    /// <summary>Columns of a table that no terminal bounds; wide enough for ids and sentences.</summary>
    private const int UnboundedWidth = 160;

    public static CliEnvironment OfProcess() =>
        new(Console.Out, Console.Error, Environment.GetEnvironmentVariable, TimeProvider.System);

    public IAnsiConsole Results => ConsoleOn(Output, ReferenceEquals(Output, Console.Out) && !Console.IsOutputRedirected);

    public IAnsiConsole Talk => ConsoleOn(Error, ReferenceEquals(Error, Console.Error) && !Console.IsErrorRedirected);

    /// <summary>Says something to the person, beside the results.</summary>
    public void Say(string sentence) => Error.WriteLine(sentence);

    public void WriteJson<T>(T value) => Output.WriteLine(JsonSerializer.Serialize(value, Readable));

    /// <summary>One value a line, for results that keep coming.</summary>
    public void WriteJsonLine<T>(T value)
    {
        Output.WriteLine(JsonSerializer.Serialize(value, OneLine));
        Output.Flush();
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool terminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal) console.Profile.Width = UnboundedWidth;
        return console;
    }
}
