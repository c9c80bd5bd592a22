using FaceMatch.Core.Faces;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Server.Imports;

/// <summary>A subject of an import as it is compared with others: the images that the active embedder has made templates of.</summary>
/// <param name="Embeddings">Of <paramref name="Images"/>, in their order.</param>
internal sealed record CheckedSubject(Guid Id, string ReferenceNumber, (Guid Id, string ContentHash)[] Images, float[][] Embeddings)
{
    public static CheckedSubject Of(Guid id, string referenceNumber, IEnumerable<ReferenceImage> images, ModelIdentity models)
    {
        (ReferenceImage Image, FaceTemplate Template)[] seen =
        [
            .. from image in images.OrderBy(image => image.AddedAt).ThenBy(image => image.Id)
               from template in image.Templates
               where template.IsBy(models)
               select (image, template),
        ];
        return new CheckedSubject(
            id, referenceNumber, [.. seen.Select(pair => (pair.Image.Id, pair.Image.ContentHash))], [.. seen.Select(pair => pair.Template.ToEmbedding())]);
    }
}

/// <param name="Image">Index of the image of <paramref name="Subject"/> that lies nearest.</param>
/// <param name="OtherId">The other subject.</param>
/// <param name="Other">The same when it is of the import as well; null: it was enrolled before.</param>
internal readonly record struct CheckedDouble(CheckedSubject Subject, int Image, Guid OtherId, CheckedSubject? Other, int OtherImage, float Cosine);
