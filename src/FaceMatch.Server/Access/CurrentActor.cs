using FaceMatch.Core.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace FaceMatch.Server.Access;

/// <summary>The console's question who sits there, answered from the circuit's principal and the account as it is now.</summary>
public sealed class CurrentActor(AuthenticationStateProvider states, IActorSource actors, TimeProvider time) : ICurrentActor
{
    public async Task<Actor?> GetAsync()
    {
        AuthenticationState state = await states.GetAuthenticationStateAsync();
        return state.User.Identity?.IsAuthenticated == true
            ? await Sessions.ResolveAsync(state.User, actors, time, CancellationToken.None)
            : null;
    }
}
