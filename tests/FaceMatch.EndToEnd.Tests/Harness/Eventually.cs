namespace FaceMatch.EndToEnd.Tests.Harness;

/// <summary>Asks another process again until it says what is waited for.</summary>
internal static class Eventually
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <returns>The first answer that is not null.</returns>
    /// <exception cref="TimeoutException">None came in time; names what was waited for.</exception>
    public static async Task<T> GetAsync<T>(string what, TimeSpan patience, Func<CancellationToken, Task<T?>> look)
        where T : class
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(patience);
        using PeriodicTimer turns = new(BetweenLooks);
        try
        {
            do
            {
                if (await look(deadline.Token) is { } found) return found;
            }
            while (await turns.WaitForNextTickAsync(deadline.Token));
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            // Told below.
        }

        throw new TimeoutException($"Waited {patience.TotalSeconds:0} s in vain for {what}.");
    }

    public static Task BecomesTrueAsync(string what, TimeSpan patience, Func<CancellationToken, Task<bool>> look) =>
        GetAsync(what, patience, async token => await look(token) ? what : null);
}
