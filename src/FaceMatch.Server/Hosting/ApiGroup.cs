namespace FaceMatch.Server.Hosting;

/// <summary>What all calls of the API share.</summary>
public static class ApiGroup
{
    /// <summary>Calls of the API: authenticated, and refused with problem details.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup(ApiPaths.Base).RequireAuthorization();
        api.ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        return api;
    }

    /// <summary>Declares the statuses with which this call may refuse, beyond those of every call.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder call, params ReadOnlySpan<int> statuses)
    {
        foreach (int status in statuses) call.ProducesProblem(status);
        return call;
    }
}
