using FaceMatch.Core.Accounts;
using FaceMatch.Core.Refusals;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Console.Acts;

/// <summary>
/// Where a page puts a question to a service. A circuit lives for hours while the services are made for one request, so
/// that every act gets services of its own: nothing stale is shown, and two acts at once do not share a database
/// connection. Who asks is looked up anew each time.
/// </summary>
public sealed class Desk(ICurrentActor current, IServiceScopeFactory scopes)
{
    /// <exception cref="RefusalException">The service's own, or <c>sign-in-required</c>.</exception>
    public async Task<TResult> AskAsync<TService, TResult>(Func<TService, Actor, Task<TResult>> question)
        where TService : notnull
    {
        Actor actor = await SignedInAsync();
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<TService>(), actor);
    }

    /// <inheritdoc cref="AskAsync"/>
    public Task TellAsync<TService>(Func<TService, Actor, Task> order)
        where TService : notnull =>
        AskAsync<TService, bool>(async (service, actor) =>
        {
            await order(service, actor);
            return true;
        });

    public Task<Actor?> WhoAsync() => current.GetAsync();

    private async Task<Actor> SignedInAsync() =>
        await current.GetAsync()
        ?? throw new RefusalException(RefusalKind.Unauthenticated, "sign-in-required", "You are signed out. Sign in again to go on.");
}
