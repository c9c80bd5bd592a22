using System.Threading.RateLimiting;
using FaceMatch.Server.Access;

namespace FaceMatch.Server.Hosting;

/// <summary>
/// Keeps one account or address from taking the server from everybody else. The numbers are far above honest use: a
/// gateway pushing ten cameras at 15 frames a second stays below.
/// </summary>
public static class RateLimits
{
    /// <summary>For sign-in and set-up: a person types a few times a minute, a guesser thousands.</summary>
    public const string SignIn = "sign-in";

    private const int AccountPerSecond = 300;
    private const int AccountBurst = 1_500;

    /// <summary>A console page with its assets is some forty requests; a station may share one address.</summary>
    private const int AddressPerSecond = 200;
    private const int AddressBurst = 1_000;

    private const int SignInsPerWindow = 20;
    private static readonly TimeSpan SignInWindow = TimeSpan.FromMinutes(1);

    public static void AddRateLimits(this WebApplicationBuilder builder) =>
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                context.FindActor() is { } actor
                    ? Bucket("account/" + actor.AccountId, AccountPerSecond, AccountBurst)
                    : Bucket("address/" + Address(context), AddressPerSecond, AddressBurst));
            limiter.AddPolicy(SignIn, context => RateLimitPartition.GetFixedWindowLimiter(Address(context), _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = SignInsPerWindow,
                Window = SignInWindow,
            }));
            limiter.OnRejected = (rejected, _) =>
            {
                TimeSpan wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : TimeSpan.FromSeconds(1);
                return new ValueTask(Problems.WriteAsync(
                    rejected.HttpContext, ProblemTable.ForStatus(StatusCodes.Status429TooManyRequests) with { RetryAfter = wait }));
            };
        });

    private static RateLimitPartition<string> Bucket(string key, int perSecond, int burst) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        });

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "local";
}
