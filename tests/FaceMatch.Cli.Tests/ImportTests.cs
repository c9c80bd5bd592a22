using System.IO.Compression;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Watchlists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FaceMatch.Cli.Tests;

public sealed class ImportTests
{
    private static readonly string[] Lawful =
    [
        "--category", "missing-person", "--legal-instrument", "notice", "--legal-reference", "N-1", "--requesting-unit", "unit",
        "--necessity", "to find them", "--source", "family", "--lawful-holding", "consent", "--review-at", "2030-01-01", "--expires-at", "2030-06-01",
    ];

    [Fact]
    public async Task A_folder_without_lawful_fields_is_told_of_all_of_them_at_once()
    {
        using TemporaryFolder folder = new();
        folder.Write("R-1/a.jpg", "a");

        CliRun run = await CliRun.OfAsync(new Dictionary<string, string>(), "import", folder.Path, "--watchlist", "missing", "--review-at", "soon");

        Assert.Equal(ExitCodes.Usage, run.Status);
        foreach (string option in Lawful.Where(text => text.StartsWith("--", StringComparison.Ordinal)))
            Assert.Contains(option, run.Error, StringComparison.Ordinal);
        Assert.Contains("'soon' is not a date", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_a_person_becomes_a_row_an_image_with_its_file_in_the_archive()
    {
        using TemporaryFolder folder = new();
        folder.Write("R-1/a.jpg", "first");
        folder.Write("R-1/b.png", "second, with a comma");
        folder.Write("R-2/c.jpg", "third");
        folder.Write("R-2/notes.txt", "not an image");
        folder.Write("R-2/.hidden.jpg", "hidden");
        Received received = new();
        await using ContractServer server = await ContractServer.StartAsync(app => Answer(app, received));

        CliRun run = await CliRun.OfAsync(server.Variables, ["import", folder.Path, "--watchlist", "missing", .. Lawful]);

        Assert.Equal(ExitCodes.Ok, run.Status);
        string[] lines = received.Manifest!.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(
            "referenceNumber,file,watchlist,category,legalInstrument,legalReference,requestingUnit,necessity,source,lawfulHolding,reviewAt,expiresAt",
            lines[0]);
        Assert.Equal("R-1,R-1/a.jpg,missing,missing-person,notice,N-1,unit,to find them,family,consent,2030-01-01T00:00:00Z,2030-06-01T00:00:00Z", lines[1]);
        Assert.Equal(["R-1/a.jpg", "R-1/b.png", "R-2/c.jpg"], received.Files);
        Assert.Contains("waits for a second person", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_in_the_folder_is_sent_as_it_is_with_the_watchlist_put_in()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.jpg", "a");
        folder.Write("manifest.csv", "file,referenceNumber,necessity\na.jpg,R-1,\"one, two\"\n../outside.jpg,R-2,x\n");
        Received received = new();
        await using ContractServer server = await ContractServer.StartAsync(app => Answer(app, received));

        CliRun run = await CliRun.OfAsync(server.Variables, "import", folder.Path, "--watchlist", "missing");

        Assert.Equal(ExitCodes.Ok, run.Status);
        Assert.Equal(
            "file,referenceNumber,necessity,watchlist\na.jpg,R-1,\"one, two\",missing\n../outside.jpg,R-2,x,missing",
            received.Manifest!.TrimEnd().ReplaceLineEndings("\n"));
        Assert.Equal(["a.jpg"], received.Files);
    }

    [Fact]
    public async Task Rejected_rows_are_shown_with_their_reasons_and_by_the_exit_status()
    {
        using TemporaryFolder folder = new();
        folder.Write("R-1/a.jpg", "a");
        Received received = new() { Rejected = [new RejectedRow(1, "R-1/a.jpg", "no-face", "No face was found.")] };
        await using ContractServer server = await ContractServer.StartAsync(app => Answer(app, received));

        CliRun run = await CliRun.OfAsync(server.Variables, ["import", folder.Path, "--watchlist", "missing", .. Lawful]);

        Assert.Equal(ExitCodes.Partly, run.Status);
        Assert.Contains("no-face", run.Output, StringComparison.Ordinal);
        Assert.Contains("No face was found.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Likely_duplicates_and_unlike_images_are_told_by_number_and_file_with_how_many_are_not_shown()
    {
        using TemporaryFolder folder = new();
        folder.Write("R-1/a.jpg", "a");
        Received received = new()
        {
            Duplicates =
            [
                new ImportDuplicate("s1", "R-1", "i1", "R-1/a.jpg", "s2", "R-2", "R-2/b.jpg", 0.75f, 1e-7),
                new ImportDuplicate("s1", "R-1", "i1", "R-1/a.jpg", "s9", "K-9", null, 0.5f, 1e-5),
            ],
            UnlikeImages = [new ImportUnlikeImage("s3", "R-3", "i3", "R-3/c.jpg")],
        };
        await using ContractServer server = await ContractServer.StartAsync(app => Answer(app, received));

        CliRun run = await CliRun.OfAsync(server.Variables, ["import", folder.Path, "--watchlist", "missing", .. Lawful]);

        Assert.Equal(ExitCodes.Ok, run.Status);
        Assert.Contains("5 pairs of subjects may be one person. Look at both of each before the import is approved:", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "R-1 (R-1/a.jpg) may be R-2 (R-2/b.jpg) (cosine 0.750; of strangers one pair in 10,000,000 is as near)", run.Output, StringComparison.Ordinal);
        Assert.Contains("R-1 (R-1/a.jpg) may be K-9, enrolled before (cosine 0.500;", run.Output, StringComparison.Ordinal);
        Assert.Contains("and 3 more", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 image seems to show somebody else than the other images of its subject:", run.Output, StringComparison.Ordinal);
        Assert.Contains("  R-3 (R-3/c.jpg)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_in_which_nothing_was_found_says_nothing_of_duplicates()
    {
        using TemporaryFolder folder = new();
        folder.Write("R-1/a.jpg", "a");
        Received received = new();
        await using ContractServer server = await ContractServer.StartAsync(app => Answer(app, received));

        CliRun run = await CliRun.OfAsync(server.Variables, ["import", folder.Path, "--watchlist", "missing", .. Lawful]);

        Assert.DoesNotContain("may be", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody else", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_approver_approves_with_a_key_of_its_own()
    {
        using TemporaryFolder folder = new();
        folder.Write("R-1/a.jpg", "a");
        Received received = new();
        await using ContractServer server = await ContractServer.StartAsync(app => Answer(app, received));
        Dictionary<string, string> variables = server.Variables;
        variables["FACEMATCH_APPROVER_KEY"] = "second-person";

        CliRun run = await CliRun.OfAsync(variables, ["import", folder.Path, "--watchlist", "missing", "--json", .. Lawful]);

        Assert.Equal(ExitCodes.Ok, run.Status);
        Assert.Equal("second-person", received.ApprovedWith);
        Assert.Contains("\"state\": \"approved\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watchlist_that_is_not_there_is_not_made_without_a_purpose()
    {
        using TemporaryFolder folder = new();
        folder.Write("R-1/a.jpg", "a");
        Received received = new();
        await using ContractServer server = await ContractServer.StartAsync(app => Answer(app, received));

        CliRun run = await CliRun.OfAsync(server.Variables, ["import", folder.Path, "--watchlist", "another", .. Lawful]);

        Assert.Equal(ExitCodes.Usage, run.Status);
        Assert.Contains("--purpose", run.Error, StringComparison.Ordinal);
        Assert.Null(received.Manifest);
    }

    private static void Answer(WebApplication app, Received received)
    {
        app.MapGet("/api/v1/watchlists", () => new[] { new WatchlistView("w", "Missing", "p", "missing-person", "u", 1, 0, 0, default) });
        app.MapPost("/api/v1/imports", async (IFormFile manifest, IFormFile archive) =>
        {
            using StreamReader reader = new(manifest.OpenReadStream());
            received.Manifest = await reader.ReadToEndAsync();
            await using ZipArchive zip = new(archive.OpenReadStream());
            received.Files = [.. zip.Entries.Select(entry => entry.FullName)];
            return Results.Accepted(null, new AcceptedImport("i"));
        }).DisableAntiforgery();
        app.MapGet("/api/v1/imports/i", () => received.View(received.Looks++ == 0 ? "running" : "awaitingApproval"));
        app.MapPost("/api/v1/imports/i/approve", (HttpContext http) =>
        {
            received.ApprovedWith = http.Request.Headers["X-Api-Key"];
            return received.View("approved");
        });
    }

    private sealed class Received
    {
        public string? Manifest { get; set; }

        public IReadOnlyList<string> Files { get; set; } = [];

        public IReadOnlyList<RejectedRow> Rejected { get; init; } = [];

        public IReadOnlyList<ImportDuplicate> Duplicates { get; init; } = [];

        public IReadOnlyList<ImportUnlikeImage> UnlikeImages { get; init; } = [];

        public string? ApprovedWith { get; set; }

        public int Looks { get; set; }

        /// <summary>Of duplicates more were found than are shown.</summary>
        public ImportView View(string state) => new(
            "i", state, 3, 3, 3 - Rejected.Count, Rejected, null, default,
            Duplicates, Duplicates.Count > 0 ? Duplicates.Count + 3 : 0, UnlikeImages, UnlikeImages.Count);
    }
}
