using System.Globalization;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Faces;

namespace FaceMatch.Console.Tests.Alerts;

internal static class Some
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 10, 20, 30, TimeSpan.Zero);

    public static AlertView Alert(int number)
    {
        string id = number.ToString(CultureInfo.InvariantCulture);
        return new AlertView(
            id, id, At.AddSeconds(number), At.AddSeconds(number), "d", "c", "Gate", "North", $"candidate-{id}", $"subject-{id}", $"REF-{id}",
            "wanted", ["list-a"], $"image-{id}", new Box(5, 5, 40, 50), new FrameSize(100, 100), null, null, null, "open");
    }
}
