namespace FaceMatch.Console.Shared;

/// <summary>Where the API serves pictures to the session cookie. Each opening is checked and recorded there.</summary>
public static class PictureLinks
{
    public static string Probe(string searchId) => $"/api/v1/searches/{searchId}/probe";

    public static string Reference(string subjectId, string imageId) => $"/api/v1/subjects/{subjectId}/images/{imageId}";

    public static string Shot(string alertId) => $"/api/v1/alerts/{alertId}/shot";

    public static string CandidateProbe(string candidateId) => $"/api/v1/candidates/{candidateId}/probe";

    public static string CandidateReference(string candidateId) => $"/api/v1/candidates/{candidateId}/reference";
}
