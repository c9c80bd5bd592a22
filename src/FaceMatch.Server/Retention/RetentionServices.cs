using FaceMatch.Core.Policies;
using Quartz;

namespace FaceMatch.Server.Retention;

/// <summary>What goes by itself when its time is over.</summary>
public static class RetentionServices
{
    public static void AddRetention(this IServiceCollection services)
    {
        RetentionPolicy policy = RetentionPolicy.Default;
        services.AddSingleton(policy);
        services.AddSingleton<AlertPurge>();

        // A machine that slept through its looks looks as soon as it wakes.
        services.AddQuartz(quartz => quartz.ScheduleJob<RetentionJob>(trigger => trigger.StartNow().WithSimpleSchedule(
            schedule => schedule.WithInterval(policy.BetweenLooks).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount))));

        // A purge that has begun is ended before the server stops.
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }
}
