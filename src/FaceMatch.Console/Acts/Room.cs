using FaceMatch.Console.Shell;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Refusals;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Acts;

/// <summary>A page of the console: asks through the desk, shows a refusal as it was said, stops when it is left.</summary>
public abstract class Room : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();

    protected Room() => Leaving = _leaving.Token;

    [Inject]
    protected Desk Desk { get; set; } = null!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    protected Preferences Preferences { get; set; } = null!;

    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    [Inject]
    protected IStringLocalizer<Words> W { get; set; } = null!;

    [CascadingParameter]
    public Actor Me { get; set; } = null!;

    protected RefusalException? Refusal { get; set; }

    protected bool Busy { get; private set; }

    /// <summary>Cancelled when the page is left or the circuit ends.</summary>
    protected CancellationToken Leaving { get; }

    /// <returns>False when the act was refused; the refusal is then shown.</returns>
    protected async Task<bool> TryAsync(Func<Task> act)
    {
        Refusal = null;
        Busy = true;
        try
        {
            return await AnswerAsync(act);
        }
        finally
        {
            Busy = false;
        }
    }

    /// <summary>Looks again and shows what it found, for as long as the page is open. What a person is writing or reading stays.</summary>
    protected async Task KeepLookingAsync(TimeSpan every, Func<Task> look)
    {
        using PeriodicTimer timer = new(every, Clock);
        RefusalException? ofLook = null;
        try
        {
            while (await timer.WaitForNextTickAsync(Leaving))
            {
                await InvokeAsync(async () =>
                {
                    bool answered = await AnswerAsync(look);
                    // Its own refusal goes when it is over; that of an act is for the person to read.
                    if (answered && Refusal == ofLook) Refusal = null;
                    ofLook = answered ? null : Refusal;
                    StateHasChanged();
                });
            }
        }
        catch (Exception fault)
        {
            if (!Leaving.IsCancellationRequested) await DispatchExceptionAsync(fault);
        }
    }

    private async Task<bool> AnswerAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Unauthenticated)
        {
            Navigation.NavigateTo(ConsolePaths.SignInThenReturn(new Uri(Navigation.Uri).PathAndQuery), forceLoad: true);
            return false;
        }
        catch (RefusalException refusal)
        {
            Refusal = refusal;
            return false;
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>For what the page can do without: an account that may not see it simply does not.</summary>
    protected async Task<TResult?> WhereAllowedAsync<TService, TResult>(Func<TService, Actor, Task<TResult>> question)
        where TService : notnull
        where TResult : class
    {
        try
        {
            return await Desk.AskAsync(question);
        }
        catch (RefusalException refusal) when (refusal.Kind is RefusalKind.Forbidden or RefusalKind.NotFound)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || Leaving.IsCancellationRequested) return;
        _leaving.Cancel();
        _leaving.Dispose();
    }
}
