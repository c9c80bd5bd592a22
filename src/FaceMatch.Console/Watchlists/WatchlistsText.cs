namespace FaceMatch.Console.Watchlists;

/// <summary>Texts of this room.</summary>
public sealed class WatchlistsText;
