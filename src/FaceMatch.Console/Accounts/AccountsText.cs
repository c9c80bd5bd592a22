namespace FaceMatch.Console.Accounts;

/// <summary>Texts of this room.</summary>
public sealed class AccountsText;
