using System.Net;
using FaceMatch.Cluster.Membership;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace FaceMatch.Cluster.Hosting;

/// <summary>Silos that find each other through the database that holds the truth.</summary>
internal static class PostgresClustering
{
    /// <summary>The name under which ADO.NET finds Npgsql.</summary>
    private const string Invariant = "Npgsql";

    private const string Name = "facematch";

    /// <summary>
    /// The directory asks a silo that is gone as long as it does not know; a shard that is to start elsewhere waits for that. Orleans' 30 s
    /// would be 30 s of incomplete answers.
    /// </summary>
    private static readonly TimeSpan AnswerOfTheDead = TimeSpan.FromSeconds(5);

    public static ISiloBuilder UsePostgresClustering(this ISiloBuilder silo, ClusterOptions options, int siloPort, int gatewayPort)
    {
        silo.ConfigureEndpoints(options.Address ?? IPAddress.Loopback, siloPort, gatewayPort);
        silo.Configure<Orleans.Configuration.ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (Name, Name));
        silo.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (Invariant, options.Postgres));
        silo.UseAdoNetReminderService(reminders => (reminders.Invariant, reminders.ConnectionString) = (Invariant, options.Postgres));
        silo.Configure<ClusterMembershipOptions>(NoticeQuickly);
        // Two activations of a shard are two caches of one truth, and cameras wait for LeaseFence: holding a dead silo's grains back as well
        // would only leave the gallery incomplete for longer.
        silo.Configure<GrainDirectoryOptions>(directory => directory.RangeLeaseDuration = TimeSpan.Zero);
        silo.Configure<SiloMessagingOptions>(messaging => messaging.SystemResponseTimeout = AnswerOfTheDead);
#pragma warning disable ORLEANSEXP003 // Marked as new by Orleans; the older one may name two owners of a grain while silos come and go.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Services.AddSingleton(SelfEnd.OfProcess);
        silo.Services.AddSingleton<LeaseFence>();
        silo.Services.AddSingleton<ISiloFence>(services => services.GetRequiredService<LeaseFence>());
        silo.Services.AddSingleton<IHostedService>(services => services.GetRequiredService<LeaseFence>());
        return silo;
    }

    /// <summary>
    /// A silo that is gone is noticed in three to six seconds. Quicker than Orleans' default of half a minute: a camera looks away
    /// for that long. Not quicker: a busy machine or a collection of garbage may take a second, and must not cost a silo its life.
    /// </summary>
    private static void NoticeQuickly(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1.5);
        membership.MinProbeTimeout = TimeSpan.FromSeconds(1);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 2;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        // After a crash of all, the rows of the silos before must not keep the first one out.
        membership.MaxJoinAttemptTime = TimeSpan.FromMinutes(1);
        membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
        membership.DefunctSiloCleanupPeriod = TimeSpan.FromHours(1);
    }
}
