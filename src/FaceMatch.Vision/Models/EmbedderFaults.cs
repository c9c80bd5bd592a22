namespace FaceMatch.Vision.Models;

/// <summary>What is wrong with a manifest's embedders, in words.</summary>
internal static class EmbedderFaults
{
    /// <summary>Left eye, right eye, nose, left and right mouth corner.</summary>
    private const int Five = 5;

    /// <summary>A similarity transform needs no fewer.</summary>
    private const int FewestPoints = 2;

    private const int LargestEmbedding = 4096;

    public static IEnumerable<string> Of(PackManifest manifest)
    {
        foreach (string fault in Of(manifest.Embedder, "embedder", manifest)) yield return fault;
        if (manifest.Fusion is not { } fusion) yield break;
        if (fusion.Name.Length == 0) yield return "fusion.name must not be empty";
        if (fusion.Weight is not (> 0 and < 1)) yield return "fusion.weight must be between 0 and 1";
        foreach (string fault in Of(fusion.Embedder, "fusion.embedder", manifest)) yield return fault;
    }

    private static IEnumerable<string> Of(EmbedderSettings embedder, string section, PackManifest manifest)
    {
        if (embedder.Name.Length == 0) yield return $"{section}.name must not be empty";
        if (embedder.Input is not [1, 3, > 0, > 0] || embedder.Input[2] != embedder.Input[3])
            yield return $"{section}.input must be [1, 3, side, side]";
        if (embedder.Normalisation.Channels == ChannelOrder.Gray)
            yield return $"{section}.normalisation.channels must be bgr or rgb";
        if (embedder.Normalisation.Divisor.HasZero) yield return $"{section}.normalisation.divisor must not be 0";
        if (embedder.EmbeddingSize is < 1 or > LargestEmbedding)
            yield return $"{section}.embeddingSize must be 1 to {LargestEmbedding}";
        if (embedder.MirrorWeight is not (>= 0 and <= 1)) yield return $"{section}.mirrorWeight must be 0 to 1";
        if (embedder.Template.Any(point => point.Count != 2)) yield return $"{section}.template must be pairs of x and y";
        if (embedder.Centre is { } centre && centre.Count != embedder.EmbeddingSize)
            yield return $"{section}.centre must be as long as {section}.embeddingSize";
        if (embedder.Response is not null and not [>= 0, _])
            yield return $"{section}.response must be two lengths of the raw vector";
        else if (embedder.Response is [float weak, float strong] && !(strong > weak))
            yield return $"{section}.response must rise";
        if (embedder.Points is not { } points)
        {
            if (embedder.Template.Count != Five) yield return $"{section}.template must be five points";
            yield break;
        }

        if (points.Count < FewestPoints || points.Count != embedder.Template.Count)
            yield return $"{section}.points and {section}.template must be of equal length, {FewestPoints} at least";
        if (manifest.Landmarks is { } landmarks && points.Any(point => point < 0 || point >= landmarks.Points))
            yield return $"{section}.points must be point numbers below landmarks.points";
    }
}
