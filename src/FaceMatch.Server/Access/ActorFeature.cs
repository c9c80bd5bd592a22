using FaceMatch.Core.Accounts;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Server.Access;

/// <summary>Who asks, as the authentication of this request found out.</summary>
public static class ActorFeature
{
    private sealed record Found(Actor Actor);

    /// <summary>Null when the request is nobody's.</summary>
    public static Actor? FindActor(this HttpContext context) => context.Features.Get<Found>()?.Actor;

    /// <exception cref="RefusalException">Code <c>unauthenticated</c>.</exception>
    public static Actor ToActor(this HttpContext context) =>
        context.FindActor()
        ?? throw new RefusalException(
            RefusalKind.Unauthenticated, "unauthenticated", "Send a valid key in the header X-Api-Key, or sign in at /sign-in.");

    internal static void SetActor(this HttpContext context, Actor actor) => context.Features.Set(new Found(actor));
}
