using System.Globalization;
using System.Text.Json;
using FaceMatch.EndToEnd.Tests.Harness;

namespace FaceMatch.EndToEnd.Tests.Cluster;

/// <summary>What <c>FaceMatch.LoadTest serve</c> says at its end.</summary>
/// <param name="Enrolled">Acknowledged.</param>
/// <param name="EnrolledNotFound">Of these, not found by a complete search afterwards.</param>
/// <param name="ClaimsBroken">Answers that said they were complete and missed somebody who had been acknowledged before.</param>
internal sealed record LoadOutcome(int Enrolled, int EnrolledNotFound, int ClaimsBroken, int SearchesComplete, int SearchesIncomplete)
{
    /// <summary>All that it said, for the message of a test that fails.</summary>
    public string Report { get; private init; } = "";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<LoadOutcome> OfAsync(ServerCluster cluster, int seconds)
    {
        string report = await cluster.LoadAsync(
        [
            "serve", "--json", "--server", .. cluster.Nodes.Select(node => node.Address.ToString()), "--images", Repository.Shared("data/lfw-dev"),
            "--people", "600", "--searches", "50", "--enrolments", "5", "--seconds", seconds.ToString(CultureInfo.InvariantCulture),
        ]);
        return JsonSerializer.Deserialize<LoadOutcome>(report, Json)! with { Report = report };
    }
}
