using FaceMatch.Core.Refusals;

namespace FaceMatch.Pipeline.Tests;

public sealed class SearchAdmissionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_comes_too_many_waits_until_one_is_through()
    {
        await using SearchAdmission admission = new(atOnce: 2, waiting: 1);
        IDisposable first = await admission.EnterAsync(Cancel);
        using IDisposable second = await admission.EnterAsync(Cancel);
        Task<IDisposable> third = admission.EnterAsync(Cancel);
        Assert.False(third.IsCompleted);

        first.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task Those_who_wait_get_their_turns_in_the_order_in_which_they_came()
    {
        await using SearchAdmission admission = new(atOnce: 1, waiting: 2);
        IDisposable first = await admission.EnterAsync(Cancel);
        Task<IDisposable> second = admission.EnterAsync(Cancel);
        Task<IDisposable> third = admission.EnterAsync(Cancel);

        first.Dispose();
        IDisposable turn = await second;
        Assert.False(third.IsCompleted);
        turn.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task When_too_many_wait_the_next_is_told_when_to_come_back_and_the_others_keep_their_place()
    {
        await using SearchAdmission admission = new(atOnce: 1, waiting: 1);
        IDisposable first = await admission.EnterAsync(Cancel);
        Task<IDisposable> waits = admission.EnterAsync(Cancel);

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => admission.EnterAsync(Cancel));
        Assert.Equal((RefusalKind.Unavailable, "busy"), (refusal.Kind, refusal.Code));
        Assert.True(refusal.RetryAfter > TimeSpan.Zero);
        first.Dispose();
        (await waits).Dispose();
    }

    [Fact]
    public async Task Whoever_gives_up_while_waiting_leaves_the_place_to_another()
    {
        await using SearchAdmission admission = new(atOnce: 1, waiting: 1);
        using IDisposable first = await admission.EnterAsync(Cancel);
        using CancellationTokenSource patience = new();
        Task<IDisposable> givesUp = admission.EnterAsync(patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givesUp);

        Assert.False(admission.EnterAsync(Cancel).IsCompleted);
    }
}
