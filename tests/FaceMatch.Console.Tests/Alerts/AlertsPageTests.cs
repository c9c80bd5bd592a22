using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AngleSharp.Dom;
using Bunit;
using FaceMatch.Console.Alerts;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Console.Tests.Alerts;

public sealed class AlertsPageTests : ConsoleContext
{
    private readonly Feed _feed = new();

    public AlertsPageTests()
    {
        Services.AddSingleton<IAlertService>(_feed);
        Services.AddSingleton<IWatchlistService>(new NoWatchlists());
        Services.AddSingleton<IDeploymentService>(new NoDeployments());
    }

    [Fact]
    public void An_alert_appears_without_a_reload_and_a_reviewer_can_go_and_judge_it()
    {
        IRenderedComponent<AlertsPage> page = Open<AlertsPage>();
        _feed.Raise(Some.Alert(7));
        page.WaitForAssertion(() => Assert.Contains("REF-7", page.Find(".alert-row").TextContent, StringComparison.Ordinal));
        Assert.NotNull(page.Find("a[href='/review/candidate-7']"));
        Assert.Contains("Score hidden until judged", page.Find(".alert-row").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void While_paused_new_alerts_are_counted_and_shown_on_resume()
    {
        IRenderedComponent<AlertsPage> page = Open<AlertsPage>();
        Pause(page).Click();
        Assert.Equal("true", Pause(page).GetAttribute("aria-pressed"));
        _feed.Raise(Some.Alert(1));
        page.WaitForAssertion(() => Assert.StartsWith("1 new", page.Find(".held").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".alert-row"));
        page.Find(".held").Click();
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".alert-row")));
    }

    [Fact]
    public async Task Leaving_the_page_ends_the_stream()
    {
        Open<AlertsPage>();
        await _feed.Started.Task.WaitAsync(TimeSpan.FromSeconds(30), Xunit.TestContext.Current.CancellationToken);
        await DisposeComponentsAsync();
        await _feed.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30), Xunit.TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_broken_stream_is_said_and_taken_up_where_it_stopped()
    {
        IRenderedComponent<AlertsPage> page = Open<AlertsPage>();
        _feed.Raise(Some.Alert(4));
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".alert-row")));
        _feed.Break();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".feed-broken")));
        page.WaitForAssertion(() =>
        {
            Clock.Advance(TimeSpan.FromSeconds(2));
            Assert.NotEmpty(page.FindAll(".feed-live"));
        });
        Assert.Equal([null, "4"], _feed.Cursors);
    }

    [Fact]
    public void An_account_that_was_closed_sees_no_more_alerts_after_a_minute()
    {
        IRenderedComponent<AlertsPage> page = Open<AlertsPage>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".feed-live")));
        Close();
        Clock.Advance(TimeSpan.FromMinutes(1));
        page.WaitForAssertion(() => Assert.Contains("signed out", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        _feed.Raise(Some.Alert(9));
        Assert.Empty(page.FindAll(".alert-row"));
    }

    private static IElement Pause(IRenderedComponent<AlertsPage> page) => page.Find("button[aria-pressed]");

    private sealed class Feed : IAlertService
    {
        private Channel<AlertView> _alerts = Channel.CreateUnbounded<AlertView>();

        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string?> Cursors { get; } = [];

        public void Raise(AlertView alert) => Assert.True(_alerts.Writer.TryWrite(alert));

        public void Break()
        {
            ChannelWriter<AlertView> broken = _alerts.Writer;
            _alerts = Channel.CreateUnbounded<AlertView>();
            broken.Complete(new IOException("The line is dead."));
        }

        public Task<Page<AlertView>> ListAsync(Actor actor, string? after, string? state, int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task HoldAsync(Actor actor, Guid alertId, string? reason, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ReleaseAsync(Actor actor, Guid alertId, string? reason, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<AlertView>> LatestAsync(Actor actor, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<AlertView>>([]);

        public async IAsyncEnumerable<AlertView> StreamAsync(
            Actor actor, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Cursors.Add(after);
            Started.TrySetResult();
            using CancellationTokenRegistration ended = cancellationToken.Register(() => Ended.TrySetResult());
            await foreach (AlertView alert in _alerts.Reader.ReadAllAsync(cancellationToken)) yield return alert;
        }

        public Task<StoredPicture> OpenShotAsync(Actor actor, Guid alertId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class NoWatchlists : IWatchlistService
    {
        public Task<CreatedWatchlist> CreateAsync(Actor actor, CreateWatchlistRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task AddSubjectAsync(Actor actor, Guid watchlistId, Guid subjectId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RemoveSubjectAsync(Actor actor, Guid watchlistId, Guid subjectId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<WatchlistView>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
            throw new RefusalException(RefusalKind.Forbidden, "role-required", "Not for reviewers.");
    }

    private sealed class NoDeployments : IDeploymentService
    {
        public Task<CreatedDeployment> CreateAsync(Actor actor, CreateDeploymentRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DeploymentView> ApproveAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DeploymentView> StopAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<DeploymentView>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<DeploymentView>>([]);
    }
}
