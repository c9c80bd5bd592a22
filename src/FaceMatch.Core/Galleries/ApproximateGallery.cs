namespace FaceMatch.Core.Galleries;

/// <summary>What a gallery that is not searched exactly says of itself. Figures are means over its shards, by templates.</summary>
/// <param name="Type">The type of index, as Faiss names it.</param>
/// <param name="ShardsInUse">Shards that answer by it; the others, not trained or built yet, are searched exactly.</param>
/// <param name="TemplatesMeasured">In shards that have measured themselves.</param>
/// <param name="RecallAt20">Share of the exact twenty best that it finds.</param>
/// <param name="AddedFnir">Share of persons that the exact search has among its twenty best and it has not: what it adds to the false
/// negative identification rate.</param>
/// <param name="Leftovers">Removed templates whose bytes it may still hold; no search shows them.</param>
public sealed record ApproximateGallery(
    string Type, int ShardsInUse, long TemplatesMeasured, double RecallAt20, double AddedFnir, long Leftovers);
