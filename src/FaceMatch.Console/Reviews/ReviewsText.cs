namespace FaceMatch.Console.Reviews;

/// <summary>Texts of this room.</summary>
public sealed class ReviewsText;
