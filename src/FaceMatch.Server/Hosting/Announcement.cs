using FaceMatch.Cluster.Hosting;
using FaceMatch.Server.Access;
using FaceMatch.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace FaceMatch.Server.Hosting;

/// <summary>What is done before the first request, and what the person who started the server is told.</summary>
public static class Announcement
{
    /// <summary>Brings the database up to date and makes the bootstrap account, before anything reads them.</summary>
    public static async Task PrepareAsync(this WebApplication app, CancellationToken cancellationToken = default)
    {
        string? keyFile = null;
        await StorageStartup.MigrateAsync(
            app.Services,
            async starting =>
            {
                if (app.Services.GetRequiredService<StorageOptions>().PostgresConnection is { } postgres)
                    await OrleansTables.EnsureAsync(postgres, starting);
                keyFile = await app.Services.GetRequiredService<BootstrapAccount>().EnsureAsync(starting);

                // Makes the first key of the sessions, which every server on this truth has to read.
                app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("start").Protect([]);
            },
            cancellationToken);
        string? token = await app.Services.GetRequiredService<FirstAdministrator>().OfferAsync(cancellationToken);
        app.Lifetime.ApplicationStarted.Register(() => app.Announce(keyFile, token));
    }

    /// <summary>The addresses really bound, in the order of the options: those of the API and console, then of management.</summary>
    public static (IReadOnlyList<string> Main, IReadOnlyList<string> Management) BoundAddresses(this WebApplication app)
    {
        ICollection<string> bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        int main = app.Services.GetRequiredService<ServerOptions>().Urls.Count;
        return ([.. bound.Take(main)], [.. bound.Skip(main)]);
    }

    private static void Announce(this WebApplication app, string? keyFile, string? token)
    {
        (IReadOnlyList<string> main, IReadOnlyList<string> management) = app.BoundAddresses();
        TextWriter output = System.Console.Out;
        output.WriteLine($"FaceMatch is at {string.Join(" and ", main)}, its API reference at {main[0]}/scalar.");
        output.WriteLine($"Health and metrics: {string.Join(" and ", management)}");
        if (keyFile is not null) output.WriteLine($"The key of the bootstrap account is in {keyFile}.");
        if (token is not null)
            output.WriteLine($"Nobody can sign in yet. Set up the first administrator, once, within a day:\n  {main[0]}/setup?token={token}");
        output.Flush();
    }
}
