using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaceMatch.Vision.Models;

/// <summary>Reads and checks a manifest; every fault is named at once.</summary>
internal static class PackManifestReader
{
    private const int Five = 5;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowOutOfOrderMetadataProperties = true,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <param name="origin">The file's name, for messages.</param>
    /// <exception cref="ModelPackException">Not a manifest.</exception>
    public static PackManifest Read(string json, string origin)
    {
        PackManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<PackManifest>(json, Options)
                ?? throw new ModelPackException($"{origin} is empty: restore it from the repository.");
        }
        catch (JsonException fault)
        {
            throw new ModelPackException($"{origin} is not a model manifest: {fault.Message}", fault);
        }

        List<string> faults = [.. Faults(manifest)];
        if (faults.Count > 0) throw new ModelPackException($"{origin} is not usable: {string.Join("; ", faults)}.");
        return manifest;
    }

    /// <summary>A manifest as text that <see cref="Read"/> reads.</summary>
    public static string Write(PackManifest manifest) => JsonSerializer.Serialize(manifest, Options);

    private static IEnumerable<string> Faults(PackManifest manifest)
    {
        if (manifest.Name.Length == 0 || !manifest.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            yield return "name must be of letters, digits, - and _: it is the pack's folder";
        foreach (string fault in PackFileFaults.Of(manifest)) yield return fault;

        string?[] used = [manifest.Detector.File, manifest.Landmarks?.File, manifest.Pose?.File, .. manifest.Embedders.Select(embedder => embedder.File)];
        foreach (string name in used.OfType<string>())
            if (manifest.Files.All(file => file.Name != name))
                yield return $"'{name}' is used but not listed under files";

        foreach (string fault in DetectorSettingsFaults.Of(manifest.Detector)) yield return fault;
        if (manifest.Landmarks is { } landmarks)
        {
            foreach (string fault in LandmarkFaults(landmarks)) yield return fault;
        }
        else if (manifest.Detector.Kind == DetectorKind.Rfb)
        {
            yield return "landmarks is needed: an rfb detector finds no points";
        }
        else if (manifest.Embedders.Any(embedder => embedder.Points is not null))
        {
            yield return "landmarks is needed: an embedder is aligned by more points than a detector finds";
        }

        foreach (string fault in EmbedderFaults.Of(manifest)) yield return fault;
        if (manifest.Pose is { } pose)
            foreach (string fault in PoseSettingsFaults.Of(pose)) yield return fault;
    }

    private static IEnumerable<string> LandmarkFaults(LandmarkSettings landmarks)
    {
        if (landmarks.Input is not [1, 1, > 0, > 0] || landmarks.Input[2] != landmarks.Input[3])
            yield return "landmarks.input must be [1, 1, side, side]";
        if (landmarks.Normalisation.Channels != ChannelOrder.Gray) yield return "landmarks.normalisation.channels must be gray";
        if (landmarks.Normalisation.Divisor.HasZero) yield return "landmarks.normalisation.divisor must not be 0";
        if (landmarks.CropScale is not (> 0.5f and < 3)) yield return "landmarks.cropScale must be between 0.5 and 3";
        if (landmarks.Passes is not (1 or 2)) yield return "landmarks.passes must be 1 or 2";
        if (landmarks.FivePoints.Count != Five
            || landmarks.FivePoints.Any(group => group.Count == 0 || group.Any(p => p < 0 || p >= landmarks.Points)))
            yield return "landmarks.fivePoints must be five lists of point numbers below landmarks.points";
    }
}
