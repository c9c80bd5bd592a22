namespace FaceMatch.Console.Account;

/// <summary>Texts of signing in and of the first set-up.</summary>
public sealed class AccountText;
