using FaceMatch.Storage.Leases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Storage.Tests.Postgres;

public sealed class LeaseTests
{
    [Fact]
    public async Task Two_servers_never_do_the_same_work_at_once()
    {
        await using Rig rig = await Rig.StartAsync(Database.Postgres);
        await using ServiceProvider second = await rig.SecondServerAsync();
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool> first = Of(rig.Services).RunAsync(
            "import/1",
            async _ =>
            {
                begun.SetResult();
                await mayEnd.Task;
            },
            Rig.Cancel);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1), Rig.Cancel);

        Assert.False(await Of(second).RunAsync("import/1", _ => throw new InvalidOperationException("Done twice."), Rig.Cancel));
        Assert.True(await Of(second).RunAsync("import/2", _ => Task.CompletedTask, Rig.Cancel));
        mayEnd.SetResult();
        Assert.True(await first);
        Assert.True(await Of(second).RunAsync("import/1", _ => Task.CompletedTask, Rig.Cancel));
    }

    [Fact]
    public async Task The_work_of_a_dead_server_is_taken_over_when_its_lease_has_run_out()
    {
        await using Rig rig = await Rig.StartAsync(Database.Postgres);
        await using FaceMatchDbContext db = rig.Open();
        await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO "WorkLeases" ("Name", "Holder", "Until") VALUES ('import/1', {Guid.NewGuid()}, clock_timestamp() + interval '1 hour')""", Rig.Cancel);
        Assert.False(await Of(rig.Services).RunAsync("import/1", _ => Task.CompletedTask, Rig.Cancel));

        await db.Database.ExecuteSqlAsync($"""UPDATE "WorkLeases" SET "Until" = clock_timestamp() - interval '1 second'""", Rig.Cancel);

        Assert.True(await Of(rig.Services).RunAsync("import/1", _ => Task.CompletedTask, Rig.Cancel));
    }

    [Fact]
    public async Task Work_stops_when_another_server_took_it()
    {
        await using Rig rig = await Rig.StartAsync(Database.Postgres);
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool> working = Of(rig.Services).RunAsync(
            "import/1",
            token =>
            {
                begun.SetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, token);
            },
            Rig.Cancel);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1), Rig.Cancel);
        await using FaceMatchDbContext db = rig.Open();
        await db.Database.ExecuteSqlAsync($"""UPDATE "WorkLeases" SET "Holder" = {Guid.NewGuid()}""", Rig.Cancel);

        // The renewal comes by the clock of the test; a few steps, because it may not have begun to wait for it.
        using PeriodicTimer steps = new(TimeSpan.FromMilliseconds(50));
        while (!working.IsCompleted)
        {
            rig.Time.Advance(WorkLeases.Length / 3);
            await steps.WaitForNextTickAsync(Rig.Cancel);
        }

        await Assert.ThrowsAsync<TimeoutException>(() => working);
    }

    [Fact]
    public async Task The_only_server_needs_no_lease()
    {
        await using Rig rig = await Rig.StartAsync();
        int done = 0;

        Assert.True(await Of(rig.Services).RunAsync("import/1", _ => Task.FromResult(done++), Rig.Cancel));

        Assert.Equal(1, done);
    }

    private static WorkLeases Of(IServiceProvider server) => server.GetRequiredService<WorkLeases>();
}
