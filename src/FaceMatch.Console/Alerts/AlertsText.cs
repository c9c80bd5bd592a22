namespace FaceMatch.Console.Alerts;

/// <summary>Texts of this room.</summary>
public sealed class AlertsText;
