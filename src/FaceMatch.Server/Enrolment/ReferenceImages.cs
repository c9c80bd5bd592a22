using FaceMatch.Core.Faces;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Server.Enrolment;

/// <summary>A reference image with its template, as both ways of enrolling make it.</summary>
public static class ReferenceImages
{
    /// <exception cref="RefusalException">Code <c>invalid-fields</c>.</exception>
    public static void Check(string? source, string? lawfulHolding) =>
        new FieldFaults()
            .Text("source", source, SubjectRules.LongestText, "say where the image comes from")
            .Text("lawfulHolding", lawfulHolding, SubjectRules.LongestText, "say why the force may hold it")
            .ThrowIfAny();

    public static ReferenceImage Make(
        Guid subjectId, string content, string source, string lawfulHolding, EnrolmentFace found, ModelIdentity models, Guid by, DateTimeOffset at)
    {
        ReferenceImage image = new(subjectId, content, source.Trim(), lawfulHolding.Trim(), found.Frame, found.Face, by, at);
        image.Templates.Add(new FaceTemplate(subjectId, image.Id, models.Pack, models.Embedder, found.Face.Embedding));
        return image;
    }
}
