using FaceMatch.Cli.Client;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Deployments;

namespace FaceMatch.Cli.Watch;

/// <summary>Follows one deployment from its request to its end.</summary>
internal sealed class LiveDeployment(FaceMatchClient client, string id, CliEnvironment environment)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <exception cref="UsageException">It was stopped, or its window passed, before anybody approved it.</exception>
    public async Task<DeploymentView> WaitForApprovalAsync(CancellationToken cancellationToken)
    {
        bool told = false;
        while (true)
        {
            DeploymentView view = await GetAsync(cancellationToken);
            if (Is(view, DeploymentState.Approved)) return view;
            if (IsOver(view) || environment.Time.GetUtcNow() >= view.EndsAt)
                throw new UsageException($"Deployment {id} ended before anybody approved it.");
            if (!told)
            {
                environment.Say(
                    $"Deployment {id} waits for an authorising officer: another account with the role approver approves it at "
                    + $"{client.Server.GetLeftPart(UriPartial.Authority)}/deployments, or by POST /api/v1/deployments/{id}/approve.");
                told = true;
            }

            await Task.Delay(BetweenLooks, environment.Time, cancellationToken);
        }
    }

    /// <summary>Cancels <paramref name="over"/> when the window has closed or somebody stopped the deployment.</summary>
    public async Task WaitForEndAsync(DateTimeOffset endsAt, CancellationTokenSource over)
    {
        try
        {
            while (environment.Time.GetUtcNow() < endsAt)
            {
                await Task.Delay(BetweenLooks, environment.Time, over.Token);
                if (await OverAsync(over.Token) is not { } ended) continue;
                environment.Say(Is(ended, DeploymentState.Suspended)
                    ? "The deployment suspended itself: it came above the ceiling of false alerts. Request another with a stricter threshold."
                    : "The deployment was stopped by somebody else.");
                break;
            }

            await over.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The watch ended first.
        }
    }

    /// <summary>A server that does not answer for a moment has not stopped anything.</summary>
    /// <returns>Null while it goes on.</returns>
    private async Task<DeploymentView?> OverAsync(CancellationToken cancellationToken)
    {
        try
        {
            DeploymentView view = await GetAsync(cancellationToken);
            return IsOver(view) ? view : null;
        }
        catch (ServerUnreachableException)
        {
            return null;
        }
    }

    private async Task<DeploymentView> GetAsync(CancellationToken cancellationToken) =>
        (await client.ListDeploymentsAsync(cancellationToken)).FirstOrDefault(deployment => deployment.Id == id)
        ?? throw new UsageException($"The server no longer shows deployment {id}.");

    private static bool IsOver(DeploymentView view) => Is(view, DeploymentState.Stopped) || Is(view, DeploymentState.Suspended);

    private static bool Is(DeploymentView view, DeploymentState state) =>
        string.Equals(view.State, state.ToString(), StringComparison.OrdinalIgnoreCase);
}
