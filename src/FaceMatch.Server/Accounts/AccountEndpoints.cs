using FaceMatch.Core.Accounts;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Accounts;

/// <summary>Accounts of people and programs.</summary>
public static class AccountEndpoints
{
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AccountRegister>();
        builder.Services.AddSingleton<IAccountService, AccountService>();
    }

    public static void MapAccounts(this RouteGroupBuilder api)
    {
        RouteGroupBuilder accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapPost("/", CreateAsync).WithSummary("Makes an account; its key is shown this once.").Refuses(403, 409, 422);
        accounts.MapGet("/", ListAsync).WithSummary("Lists the accounts.").Refuses(403);
    }

    private static async Task<Created<CreatedAccount>> CreateAsync(
        CreateAccountRequest request, IAccountService accounts, HttpContext http, CancellationToken cancellationToken)
    {
        CreatedAccount created = await accounts.CreateAsync(http.ToActor(), request, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Base}/accounts/{created.Id}", created);
    }

    private static async Task<Ok<IReadOnlyList<AccountView>>> ListAsync(IAccountService accounts, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await accounts.ListAsync(http.ToActor(), cancellationToken));
}
