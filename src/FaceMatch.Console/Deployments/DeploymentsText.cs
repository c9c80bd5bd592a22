namespace FaceMatch.Console.Deployments;

/// <summary>Texts of this room.</summary>
public sealed class DeploymentsText;
