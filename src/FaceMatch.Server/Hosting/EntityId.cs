using FaceMatch.Core.Refusals;

namespace FaceMatch.Server.Hosting;

/// <summary>Ids are strings on the wire. One that is not even an id names nothing, so the answer is the same: not found.</summary>
public static class EntityId
{
    /// <param name="what">The word for the thing, for the sentence.</param>
    /// <exception cref="RefusalException">Code <c>not-found</c>.</exception>
    public static Guid Parse(string what, string? id) =>
        Guid.TryParseExact(id, "D", out Guid parsed)
            ? parsed
            : throw new RefusalException(RefusalKind.NotFound, "not-found", $"This is not the id of a {what}. Copy the id from the answer that made it.");
}
