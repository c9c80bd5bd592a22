namespace FaceMatch.Console.Home;

/// <param name="Name">Key of its texts.</param>
/// <param name="Count">How many things wait; null where nothing is counted.</param>
/// <param name="More">There are more than were counted.</param>
public sealed record WaitingTask(string Name, string Href, string Icon, int? Count = null, bool More = false);
