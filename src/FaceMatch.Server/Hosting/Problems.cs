using System.Diagnostics;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Refusals;
using FaceMatch.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace FaceMatch.Server.Hosting;

/// <summary>Every "no" of the server as RFC 9457 problem details with a stable <c>code</c>.</summary>
public static class Problems
{
    private const string MediaType = "application/problem+json";

    public static void AddProblems(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ProblemHandler>();

        // A body or parameter that cannot be read then comes as an exception, with its cause, also outside development.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = context => context.ExceptionHandledBy == ExceptionHandledType.ExceptionHandlerService });
        app.UseStatusCodePages(static status => status.HttpContext.WantsPage()
            ? Task.CompletedTask
            : WriteAsync(status.HttpContext, ProblemTable.ForStatus(status.HttpContext.Response.StatusCode)));
    }

    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        ProblemDetails details = new()
        {
            Type = $"urn:facematch:problem:{problem.Code}",
            Title = problem.Title,
            Status = problem.Status,
            Detail = problem.Detail,
            Extensions = { ["code"] = problem.Code },
        };
        if (problem.Fields is { } fields) details.Extensions["errors"] = fields;
        if (problem.Status >= StatusCodes.Status500InternalServerError)
            details.Extensions["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier;
        if (problem.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(Math.Max(1, wait.TotalSeconds))).ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(details, options: null, MediaType, context.RequestAborted);
    }

    /// <summary>A browser asking for a page; it gets the console's own pages for what goes wrong.</summary>
    private static bool WantsPage(this HttpContext context) =>
        !context.IsApi() && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private sealed class ProblemHandler(ILogger<ProblemHandler> logger) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            if (httpContext.RequestAborted.IsCancellationRequested) return true;
            Problem problem = exception switch
            {
                RefusalException refusal => ProblemTable.For(refusal),
                ImageRefusedException image => ProblemTable.For(image),
                BadHttpRequestException request => ProblemTable.For(request, httpContext),
                _ when StorageFaults.Translate(exception) is { } refusal => ProblemTable.For(refusal),
                _ => ProblemTable.Internal,
            };
            if (ReferenceEquals(problem, ProblemTable.Internal))
                logger.RequestFailed(exception, httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName ?? "no endpoint");
            await WriteAsync(httpContext, problem);
            return true;
        }
    }
}
