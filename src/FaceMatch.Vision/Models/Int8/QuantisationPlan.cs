using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaceMatch.Vision.Models.Int8;

/// <summary>
/// What has to be measured before a network can compute in 8 bits. Kept beside the manifest, so that every machine makes the same
/// network of it: vectors made by two nodes of a cluster must be comparable.
/// </summary>
/// <param name="Images">Faces that were measured.</param>
/// <param name="InFloat">Outputs of the convolutions that stay in single precision.</param>
/// <param name="ChannelMaxima">
/// For each group of tensors that share their channels (<see cref="ChannelGroups"/>), by the name of its first tensor: the largest
/// magnitude in each channel.
/// </param>
/// <param name="Ranges">Least and largest value of each tensor, after the channels were equalised.</param>
public sealed record QuantisationPlan(
    int Images,
    IReadOnlyList<string> InFloat,
    IReadOnlyDictionary<string, float[]> ChannelMaxima,
    IReadOnlyDictionary<string, float[]> Ranges)
{
    public const string FileName = "quantisation.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="ModelPackException">Not a plan.</exception>
    public static QuantisationPlan Read(string json, string origin)
    {
        try
        {
            return JsonSerializer.Deserialize<QuantisationPlan>(json, Options)
                ?? throw new ModelPackException($"{origin} is empty: restore it from the repository.");
        }
        catch (JsonException fault)
        {
            throw new ModelPackException(
                $"{origin} is not a quantisation plan: {fault.Message} Restore it from the repository, or make one with "
                + "'facematch models quantise'.", fault);
        }
    }

    public string Write() => JsonSerializer.Serialize(this, Options);
}
