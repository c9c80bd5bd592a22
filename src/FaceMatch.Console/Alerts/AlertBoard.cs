using FaceMatch.Core.Alerts;

namespace FaceMatch.Console.Alerts;

/// <param name="Text">Part of a reference number, camera or zone.</param>
public sealed record AlertFilter(string? Text = null, string? State = null, string? WatchlistId = null)
{
    public bool Lets(AlertView alert) =>
        (string.IsNullOrWhiteSpace(Text) || Mentions(alert, Text.Trim()))
        && (string.IsNullOrEmpty(State) || string.Equals(alert.State, State, StringComparison.Ordinal))
        && (string.IsNullOrEmpty(WatchlistId) || alert.WatchlistIds.Contains(WatchlistId, StringComparer.Ordinal));

    private static bool Mentions(AlertView alert, string text) =>
        alert.ReferenceNumber.Contains(text, StringComparison.CurrentCultureIgnoreCase)
        || alert.CameraName.Contains(text, StringComparison.CurrentCultureIgnoreCase)
        || alert.Zone.Contains(text, StringComparison.CurrentCultureIgnoreCase);
}

/// <summary>
/// The alerts on one person's screen, newest first. While it is paused nothing moves under the reader's hand; what comes
/// is held and counted, never lost.
/// </summary>
public sealed class AlertBoard
{
    /// <summary>More rows than anybody scrolls through; the oldest leave the screen, not the system.</summary>
    public const int Capacity = 500;

    private readonly List<AlertView> _shown = [];
    private readonly List<AlertView> _held = [];

    public bool Paused { get; private set; }

    public int Held => _held.Count;

    public int Count => _shown.Count;

    /// <summary>Where a broken stream is taken up again.</summary>
    public string? Cursor { get; private set; }

    public void Open(IReadOnlyList<AlertView> newestFirst)
    {
        _shown.Clear();
        _shown.AddRange(newestFirst.Take(Capacity));
        Cursor = newestFirst.Count > 0 ? newestFirst[0].Cursor : Cursor;
    }

    public void Receive(AlertView alert)
    {
        Cursor = alert.Cursor;
        Place(Paused ? _held : _shown, alert);
    }

    public void Pause() => Paused = true;

    public void Resume()
    {
        Paused = false;
        for (int i = _held.Count - 1; i >= 0; i--) Place(_shown, _held[i]);
        _held.Clear();
    }

    public List<AlertView> Visible(AlertFilter filter) => [.. _shown.Where(filter.Lets)];

    private static void Place(List<AlertView> alerts, AlertView alert)
    {
        int known = alerts.FindIndex(other => string.Equals(other.Id, alert.Id, StringComparison.Ordinal));
        if (known >= 0)
        {
            alerts[known] = alert;
            return;
        }

        alerts.Insert(0, alert);
        if (alerts.Count > Capacity) alerts.RemoveAt(alerts.Count - 1);
    }
}
