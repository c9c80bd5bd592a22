using System.CommandLine;
using FaceMatch.Cli.Client;
using FaceMatch.Cli.Connection;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Policies;

namespace FaceMatch.Cli.Watch;

/// <summary><c>facematch watch SOURCE --watchlist NAME ...</c>: a camera, a deployment, and its alerts until it ends.</summary>
public sealed class WatchCommand : Command
{
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(10);

    private readonly Argument<string> _source = new("SOURCE") { Description = "Anything ffmpeg reads: rtsp://..., http://..., a file (played again and again)." };
    private readonly Option<string[]> _watchlists = new("--watchlist") { Description = "List to watch for, by name or id; may be given again.", HelpName = "NAME", Required = true };
    private readonly Option<string> _purpose = new("--purpose", "--case") { Description = "What the deployment is for.", HelpName = "TEXT", Required = true };
    private readonly Option<string> _area = new("--area") { Description = "Where it watches.", HelpName = "TEXT", Required = true };
    private readonly Option<string> _assessment = new("--impact-assessment") { Description = "Reference of the impact assessment.", HelpName = "TEXT", Required = true };
    private readonly Option<string> _duration = new("--for") { Description = "How long, as 90s, 30m or 8h.", HelpName = "DURATION", DefaultValueFactory = _ => "1h" };
    private readonly Option<double?> _fmr = new("--fmr") { Description = "Threshold as false match rate; the server holds it to the policy's floor.", HelpName = "RATE" };
    private readonly Option<double?> _falseAlerts = new("--false-alerts-per-day") { Description = "Threshold as expected false alerts a day, instead of --fmr.", HelpName = "N" };
    private readonly Option<bool> _json = new("--json") { Description = "Print each alert as one line of JSON." };
    private readonly CameraOptions _camera;
    private readonly ServerConnection _connection;
    private readonly CliEnvironment _environment;

    public WatchCommand(CliEnvironment environment)
        : base("watch", "Watches a source under a deployment of its own and prints alerts until the time is over or Ctrl-C; then stops the deployment.")
    {
        _environment = environment;
        Arguments.Add(_source);
        Options.Add(_watchlists);
        Options.Add(_purpose);
        Options.Add(_area);
        Options.Add(_assessment);
        Options.Add(_duration);
        Options.Add(_fmr);
        Options.Add(_falseAlerts);
        _camera = new CameraOptions(this);
        Options.Add(_json);
        _connection = new ServerConnection(this, withApprover: true);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        TimeSpan duration = Durations.Parse(parsed.GetRequiredValue(_duration));
        ThresholdRequest threshold = Threshold(parsed);
        using FaceMatchClient client = _connection.Open(parsed, _environment);
        using FaceMatchClient? approver = _connection.OpenApprover(parsed, _environment);
        IReadOnlyList<string> lists = await WatchlistNames.ToIdsAsync(client, parsed.GetRequiredValue(_watchlists), cancellationToken);
        string camera = await _camera.FindOrCreateAsync(parsed, parsed.GetRequiredValue(_source), parsed.GetRequiredValue(_area), client, cancellationToken);

        DateTimeOffset now = _environment.Time.GetUtcNow();
        CreatedDeployment created = await client.RequestDeploymentAsync(
            new CreateDeploymentRequest(
                parsed.GetValue(_purpose), [camera], lists, now, now + duration, threshold, parsed.GetValue(_area), parsed.GetValue(_assessment)),
            cancellationToken);
        LiveDeployment deployment = new(client, created.Id, _environment);
        try
        {
            await using AlertFeed feed = new(client, created.Id, _environment.Time);
            if (approver is not null) await approver.ApproveDeploymentAsync(created.Id, cancellationToken);
            DeploymentView approved = await deployment.WaitForApprovalAsync(cancellationToken);
            _environment.Say(FormattableString.Invariant(
                $"Watching until {approved.EndsAt:HH:mm:ss} UTC at FMR {approved.Threshold.Fmr:0.#e+0} (cosine {approved.Threshold.Cosine:0.000}). Stop with Ctrl-C."));
            await PrintUntilOverAsync(feed, deployment, approved, parsed.GetValue(_json), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is the ordinary end of a watch.
        }
        finally
        {
            using CancellationTokenSource limit = new(TimeToStop, _environment.Time);
            await client.StopDeploymentAsync(created.Id, limit.Token);
            _environment.Say($"Deployment {created.Id} is stopped.");
        }

        return ExitCodes.Ok;
    }

    private async Task PrintUntilOverAsync(
        AlertFeed feed, LiveDeployment deployment, DeploymentView approved, bool json, CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task ending = deployment.WaitForEndAsync(approved.EndsAt, over);
        try
        {
            await foreach (AlertView alert in feed.ReadAsync(over.Token))
            {
                if (json) _environment.WriteJsonLine(alert);
                else _environment.Output.WriteLine(Line(alert));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The window is over, or somebody stopped the deployment.
        }
        finally
        {
            await over.CancelAsync();
            await ending;
        }
    }

    private static string Line(AlertView alert)
    {
        string score = alert.Cosine is { } cosine
            ? FormattableString.Invariant($", cosine {cosine:0.000}, FMR {alert.Fmr:0.0e+0}, {alert.Band}")
            : "";
        return FormattableString.Invariant(
            $"{alert.SeenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z  {alert.CameraName} ({alert.Zone})  candidate {alert.ReferenceNumber}, {alert.Category}{score}  {alert.CandidateId}");
    }

    private ThresholdRequest Threshold(ParseResult parsed)
    {
        double? fmr = parsed.GetValue(_fmr);
        double? falseAlerts = parsed.GetValue(_falseAlerts);
        if (fmr is not null && falseAlerts is not null) throw new UsageException("Give --fmr or --false-alerts-per-day, not both.");
        return falseAlerts is null ? new ThresholdRequest(fmr ?? RecognitionPolicy.Default.LoosestFmr, null) : new ThresholdRequest(null, falseAlerts);
    }
}
