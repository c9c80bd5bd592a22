using System.Text.Json;
using System.Text.RegularExpressions;

namespace FaceMatch.Server.Tests.Hosting;

/// <summary>What the contract of the API can say at all, whatever is asked of it.</summary>
public sealed partial class ContractTests(FaceMatchServer server)
{
    [Fact]
    public async Task Oversight_01_No_field_and_no_text_claims_a_match_an_identity_or_a_certainty()
    {
        JsonElement contract = await server.ContractAsync();
        Assert.NotEmpty(Fields(contract));
        Assert.DoesNotContain(Fields(contract), field => Claims().IsMatch(Permitted().Replace(field, "")));
        Assert.DoesNotContain(Texts(contract), text => Claims().IsMatch(Permitted().Replace(text, "")));
    }

    [Fact]
    public async Task Oversight_18_No_field_is_about_race_emotion_religion_politics_or_orientation()
    {
        JsonElement contract = await server.ContractAsync();
        Assert.DoesNotContain(Fields(contract), field => Inferred().IsMatch(field));
    }

    /// <summary>Alerts are listed by their order of arrival alone: nobody can ask where a person or a face was seen.</summary>
    [Fact]
    public async Task Oversight_19_No_call_asks_the_cameras_or_their_alerts_for_a_person_or_a_face()
    {
        JsonElement contract = await server.ContractAsync();
        JsonProperty[] seen = [.. contract.GetProperty("paths").EnumerateObject().Where(path => SeenByCameras().IsMatch(path.Name))];
        Assert.NotEmpty(seen);
        foreach (JsonProperty path in seen)
        {
            foreach (JsonProperty call in path.Value.EnumerateObject().Where(call => call.Value.ValueKind == JsonValueKind.Object))
            {
                string[] asked = call.Value.TryGetProperty("parameters", out JsonElement parameters)
                    ? [.. parameters.EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!)]
                    : [];
                Assert.DoesNotContain(asked, name => Person().IsMatch(name));
                Assert.False(call.Value.TryGetProperty("requestBody", out JsonElement body) && body.GetRawText().Contains("multipart", StringComparison.Ordinal), path.Name);
            }
        }
    }

    /// <summary>Names of every property and parameter.</summary>
    private static IEnumerable<string> Fields(JsonElement element) => Everything(element).SelectMany(property => property.Name switch
    {
        "properties" when property.Value.ValueKind == JsonValueKind.Object => property.Value.EnumerateObject().Select(field => field.Name),
        "parameters" when property.Value.ValueKind == JsonValueKind.Array =>
            property.Value.EnumerateArray().Where(field => field.TryGetProperty("name", out _)).Select(field => field.GetProperty("name").GetString()!),
        _ => [],
    });

    private static IEnumerable<string> Texts(JsonElement element) =>
        Everything(element).Where(property => property is { Name: "summary" or "description", Value.ValueKind: JsonValueKind.String })
            .Select(property => property.Value.GetString()!);

    private static IEnumerable<JsonProperty> Everything(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Everything(property.Value).Prepend(property)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Everything),
        _ => [],
    };

    [GeneratedRegex("match|identified|identity|certain|confiden|probab|percent|%|suspect", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Claims();

    /// <summary>The names of the two rates of error by ISO/IEC 19795, and of the product.</summary>
    [GeneratedRegex("false (non-)?match rate|false(Non)?MatchRate|facematch", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Permitted();

    [GeneratedRegex("race|ethnic|skin|emotion|mood|relig|politic|orientation|gender|sex", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inferred();

    [GeneratedRegex("^/api/v1/(alerts|cameras)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SeenByCameras();

    [GeneratedRegex("subject|person|face|image|template|probe", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Person();
}
