using FaceMatch.Cluster.Membership;

namespace FaceMatch.Cluster.Tests.Membership;

public sealed class LeaseFenceTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_silo_that_was_taken_for_dead_ends_itself_at_its_next_look()
    {
        await using var world = new FenceWorld();
        var silo = world.Start(1);
        world.Time.Advance(Second);
        Assert.True(silo.Holds);

        world.Table[silo.Address] = SiloStatus.Dead;
        Assert.False(silo.HasEnded);
        world.Time.Advance(Second);

        Assert.True(silo.HasEnded);
    }

    [Fact]
    public async Task Who_takes_over_from_a_dead_silo_waits_until_that_can_hold_no_longer()
    {
        await using var world = new FenceWorld();
        var first = world.Start(1);
        var second = world.Start(2);
        world.Time.Advance(LeaseFence.Term);
        Assert.True(first.Holds);

        first.Pause();
        world.Table[first.Address] = SiloStatus.Dead;
        var entry = second.EnterAsync();
        world.Time.Advance(LeaseFence.Term - Moment);
        Assert.False(entry.IsCompleted);
        world.Time.Advance(Moment);

        Assert.False((await entry).IsCancellationRequested);
        Assert.True(second.Holds);
        Assert.False(first.Holds);
        first.Resume();
        Assert.False(first.Holds);
        Assert.True(first.HasEnded);
    }

    [Fact]
    public async Task A_silo_that_leaves_is_waited_for_from_the_moment_on_that_it_began_to()
    {
        await using var world = new FenceWorld();
        var first = world.Start(1);
        var second = world.Start(2);
        world.Time.Advance(LeaseFence.Term);
        Assert.True(first.Holds);

        // Its cameras are stopped after it said this, and it may hang while it stops them.
        world.Table[first.Address] = SiloStatus.ShuttingDown;
        second.Hear();
        world.Time.Advance(Second);
        world.Table[first.Address] = SiloStatus.Dead;
        var entry = second.EnterAsync();
        Assert.False(entry.IsCompleted);
        world.Time.Advance(LeaseFence.Term - Second);
        Assert.False(first.Holds);
        world.Time.Advance(Second);

        Assert.True(entry.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_silo_that_died_before_a_new_one_first_saw_the_others_is_waited_for_as_well()
    {
        await using var world = new FenceWorld();
        var first = world.Start(1);
        world.Time.Advance(LeaseFence.Term);
        var successor = world.Start(2, readsByItself: false);

        // The database is slow just now, and the new silo has not looked yet.
        world.Time.Advance(2 * Second);
        Assert.True(first.Holds);
        first.Pause();
        world.Table[first.Address] = SiloStatus.Dead;
        successor.Hear();
        successor.Serve();
        successor.Deliver();
        var entry = successor.EnterAsync();
        for (var second = 0; second < 2; second++)
        {
            world.Time.Advance(Second);
            successor.Serve();
            successor.Deliver();
        }

        Assert.True(first.Holds);
        Assert.False(entry.IsCompleted);
    }

    [Fact]
    public async Task A_silo_that_just_started_waits_for_those_whom_it_does_not_know()
    {
        await using var world = new FenceWorld();
        var silo = world.Start(1);

        var entry = silo.EnterAsync();
        world.Time.Advance(LeaseFence.Term - Moment);
        Assert.False(entry.IsCompleted);
        world.Time.Advance(Moment);
        Assert.True(entry.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_ends_the_lease_after_its_term_and_what_was_entered_by_it()
    {
        await using var world = new FenceWorld();
        var silo = world.Start(1);
        world.Time.Advance(LeaseFence.Term);
        var entered = await AtOnce(silo.EnterAsync());

        silo.Fault = new IOException("away");
        world.Time.Advance(LeaseFence.Term - Moment);
        Assert.True(silo.Holds);
        Assert.False(entered.IsCancellationRequested);
        world.Time.Advance(Moment);
        Assert.False(silo.Holds);
        world.Time.Advance(Second);
        Assert.True(entered.IsCancellationRequested);
        var again = silo.EnterAsync();
        Assert.False(again.IsCompleted);

        silo.Fault = null;
        world.Time.Advance(Second);
        Assert.True(silo.Holds);
        world.Time.Advance(Second);
        Assert.False((await AtOnce(again)).IsCancellationRequested);
        Assert.False(silo.HasEnded);
    }

    [Fact]
    public async Task A_restart_of_the_database_within_the_term_ends_nothing()
    {
        await using var world = new FenceWorld();
        var silo = world.Start(1);
        world.Time.Advance(LeaseFence.Term);
        var entered = await AtOnce(silo.EnterAsync());

        silo.Fault = new IOException("away");
        world.Time.Advance(2 * Second);
        silo.Fault = null;
        world.Time.Advance(Second);

        Assert.True(silo.Holds);
        Assert.False(entered.IsCancellationRequested);
    }

    [Fact]
    public async Task The_lease_counts_from_the_beginning_of_a_reading_however_late_its_answer_comes()
    {
        await using var world = new FenceWorld();
        var silo = world.Start(1, readsByItself: false);
        silo.Serve();
        world.Time.Advance(LeaseFence.Term - Moment);
        silo.Deliver();
        Assert.True(silo.Holds);
        world.Time.Advance(Moment);
        Assert.False(silo.Holds);
    }

    /// <summary>What would have to wait for a time that the test does not let pass would wait for ever.</summary>
    private static Task<CancellationToken> AtOnce(Task<CancellationToken> entry)
    {
        Assert.True(entry.IsCompletedSuccessfully);
        return entry;
    }
}
