using Microsoft.JSInterop;

namespace FaceMatch.Console.Shell;

internal static class ConsoleScript
{
    public static ValueTask<IJSObjectReference> ImportConsoleAsync(this IJSRuntime script) =>
        script.InvokeAsync<IJSObjectReference>("import", "./_content/FaceMatch.Console/console.js");
}
