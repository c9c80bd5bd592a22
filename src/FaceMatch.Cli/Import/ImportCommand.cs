using System.CommandLine;
using FaceMatch.Cli.Client;
using FaceMatch.Cli.Connection;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Watchlists;
using Spectre.Console;

namespace FaceMatch.Cli.Import;

/// <summary><c>facematch import DIR --watchlist NAME</c></summary>
public sealed class ImportCommand : Command
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly Argument<DirectoryInfo> _folder = new Argument<DirectoryInfo>("DIR")
    {
        Description = $"One folder a person, named by the reference number; or images with a {ManifestFile.UsualName}.",
    }.AcceptExistingOnly();

    private readonly Option<string?> _watchlist = new("--watchlist")
    {
        Description = "The list that the subjects go on. Needed unless the manifest has a column watchlist.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _purpose = new("--purpose")
    {
        Description = "Makes the watchlist, for this purpose, when it is not there yet.",
        HelpName = "TEXT",
    };

    private readonly Option<FileInfo?> _manifest = new Option<FileInfo?>("--manifest")
    {
        Description = "CSV with a row for each image, its files named relative to DIR.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the outcome as JSON." };
    private readonly LawfulFields _lawful;
    private readonly ServerConnection _connection;
    private readonly CliEnvironment _environment;

    public ImportCommand(CliEnvironment environment)
        : base("import", "Enrols a folder of people as one batch, which another account approves. Exit status 1: some images were rejected.")
    {
        _environment = environment;
        Arguments.Add(_folder);
        Options.Add(_watchlist);
        Options.Add(_purpose);
        Options.Add(_manifest);
        _lawful = new LawfulFields(this);
        Options.Add(_json);
        _connection = new ServerConnection(this, withApprover: true);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = parsed.GetRequiredValue(_folder);
        ManifestRows rows = ReadRows(parsed, folder);
        using FaceMatchClient client = _connection.Open(parsed, _environment);
        using FaceMatchClient? approver = _connection.OpenApprover(parsed, _environment);
        await EnsureWatchlistAsync(parsed, client, cancellationToken);

        ImportView import = await _environment.Talk.Progress().StartAsync(
            progress => SendAsync(client, rows, folder, progress, cancellationToken));
        if (approver is not null && import.Accepted > 0)
            import = await approver.ApproveImportAsync(import.Id, cancellationToken);

        if (parsed.GetValue(_json)) _environment.WriteJson(import);
        else ImportReport.Print(import, _environment, client.Server);
        return import.Rejected.Count > 0 || import.Failure is not null ? ExitCodes.Partly : ExitCodes.Ok;
    }

    private ManifestRows ReadRows(ParseResult parsed, DirectoryInfo folder)
    {
        string? watchlist = parsed.GetValue(_watchlist);
        FileInfo manifest = parsed.GetValue(_manifest) ?? new FileInfo(Path.Combine(folder.FullName, ManifestFile.UsualName));
        if (manifest.Exists || parsed.GetValue(_manifest) is not null) return ManifestFile.Read(manifest, folder, watchlist);
        return watchlist is null
            ? throw new UsageException("Name the watchlist that the people go on with --watchlist.")
            : PeopleFolder.Read(folder, watchlist, _lawful.Read(parsed));
    }

    private async Task EnsureWatchlistAsync(ParseResult parsed, FaceMatchClient client, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_watchlist) is not { } name) return;
        if (await WatchlistNames.FindAsync(client, name, cancellationToken) is not null) return;
        if (parsed.GetValue(_purpose) is not { } purpose)
            throw new UsageException($"There is no watchlist '{name}'. Make it in the console, or give its --purpose to make it now.");
        await client.CreateWatchlistAsync(new CreateWatchlistRequest(name, purpose, _lawful.Read(parsed)["category"]), cancellationToken);
    }

    private async Task<ImportView> SendAsync(
        FaceMatchClient client, ManifestRows rows, DirectoryInfo folder, ProgressContext progress, CancellationToken cancellationToken)
    {
        ProgressTask packing = progress.AddTask("Packing", maxValue: Math.Max(1, rows.Files.Count));
        ProgressTask sending = progress.AddTask("Sending", autoStart: false);
        ProgressTask enrolling = progress.AddTask("Enrolling", autoStart: false, maxValue: rows.Rows.Count);

        await using ImportPackage package = await ImportPackage.PackAsync(rows, folder, () => packing.Increment(1), cancellationToken);
        packing.Value = packing.MaxValue;
        sending.MaxValue = package.Archive.Length;
        sending.StartTask();
        AcceptedImport accepted = await client.SubmitImportAsync(package.Manifest, package.Archive, sent => sending.Value = sent, cancellationToken);

        enrolling.StartTask();
        ImportView import = await client.GetImportAsync(accepted.ImportId, cancellationToken);
        while (import.State == RunningState)
        {
            enrolling.Value = import.RowsDone;
            await Task.Delay(BetweenLooks, _environment.Time, cancellationToken);
            import = await client.GetImportAsync(accepted.ImportId, cancellationToken);
        }

        enrolling.Value = enrolling.MaxValue;
        return import;
    }

    private static readonly string RunningState = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(nameof(ImportState.Running));
}
