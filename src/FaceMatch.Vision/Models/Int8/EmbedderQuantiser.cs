using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;

namespace FaceMatch.Vision.Models.Int8;

/// <summary>Plans the 8-bit embedder of a pack from sample faces.</summary>
public static class EmbedderQuantiser
{
    /// <summary>With fewer the extremes of a tensor are not seen.</summary>
    public const int LeastFaces = 50;

    /// <param name="pack">A pack whose embedder is rewritten to 8 bits.</param>
    /// <param name="faces">Crops of faces, aligned as the pack aligns; at least <see cref="LeastFaces"/>.</param>
    /// <exception cref="ModelPackException">Too few faces, or the shipped embedder cannot be fetched or rewritten.</exception>
    public static async Task<PlannedEmbedder> PlanAsync(
        ModelPack pack, IReadOnlyList<AlignedFace> faces, CancellationToken cancellationToken)
    {
        EmbedderSettings settings = pack.Manifest.Embedder;
        PackFile file = pack.Manifest.Files.Single(candidate => candidate.Name == settings.File);
        if (file.Rewrite != GraphRewrite.Int8)
            throw new ModelPackException($"The embedder of pack '{pack.Manifest.Name}' is not rewritten to 8 bits: its file's rewrite is not 'int8'.");
        if (faces.Count < LeastFaces)
            throw new ModelPackException($"{faces.Count} faces are too few to measure a network on: name images with {LeastFaces} or more.");
        byte[] shipped = await ModelPackRestorer.FetchShippedAsync(pack, file, cancellationToken);
        var planes = new PixelPlanes(settings.Normalisation);
        float[][] inputs = [.. faces.Select(face =>
        {
            var input = new float[3 * settings.CropSide * settings.CropSide];
            planes.WriteColour(face.Crops[0].Pixels.Span, input);
            return input;
        })];
        QuantisationPlan plan = QuantisationPlanner.Plan(shipped, inputs);
        byte[] rewritten = OnnxRewriter.Apply(GraphRewrite.Int8, shipped, plan: plan);
        return new PlannedEmbedder(plan, ModelPackVerifier.Sha256(rewritten));
    }
}

/// <param name="Sha256">Of the embedder that the plan makes: the manifest's <c>sha256After</c>.</param>
public sealed record PlannedEmbedder(QuantisationPlan Plan, string Sha256);
