using FaceMatch.Server.Access;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace FaceMatch.Server.Hosting;

/// <summary>The contract as OpenAPI at <c>/openapi/v1.json</c>, and a page to read it at <c>/scalar</c>.</summary>
public static class ApiReference
{
    public static void AddApiReference(this WebApplicationBuilder builder) =>
        builder.Services.AddOpenApi("v1", openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "FaceMatch",
                Version = "v1",
                Description = "Proposes candidates from watchlists for a face. It never says who somebody is: people decide.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            document.Components.SecuritySchemes[ApiKeyAuthentication.SchemeName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKeyAuthentication.Header,
                Description = "The key that was shown when the account was made.",
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKeyAuthentication.SchemeName, document)] = [] }];
            return Task.CompletedTask;
        }));

    public static void MapApiReference(this WebApplication app)
    {
        app.MapOpenApi().AllowAnonymous();

        // The page's script comes out of the package; its fonts, request proxy and assistant would come from outside.
        app.MapScalarApiReference(scalar =>
        {
            scalar.Title = "FaceMatch API";
            scalar.DefaultFonts = false;
            scalar.ProxyUrl = null;
            scalar.Telemetry = false;
            scalar.HideClientButton = true;
            scalar.Agent = new ScalarAgentOptions { Disabled = true };
            scalar.Mcp = new ScalarMcpOptions { Disabled = true };
        }).AllowAnonymous();
    }
}
