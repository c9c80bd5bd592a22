using FaceMatch.Cli.Client;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Policies;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;

namespace FaceMatch.Cli.Demo;

/// <summary>
/// Fills a server through its API alone, each step by the account whose work it is, so that the two-person rules hold
/// for the demonstration too. Every step is skipped when it was done before.
/// </summary>
/// <param name="pictures">Holds <c>people/REFERENCE/*.jpg</c> and <c>camera.mp4</c>.</param>
internal sealed class DemoSeeder(Uri server, DirectoryInfo pictures, DemoState state, TimeProvider time)
{
    private const string Purpose = "Demonstration: looking for missing persons";
    private const string Category = "missing-person";
    private const string Source = "sample photographs of the npm package @vladmandic/face-api";

    /// <summary>As long as a working day; a later start requests a new one.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromHours(12);

    private static readonly TimeSpan UntilReview = TimeSpan.FromDays(30);

    public async Task SeedAsync(FaceMatchClient bootstrap, CancellationToken cancellationToken)
    {
        await DemoAccounts.EnsurePeopleAsync(bootstrap, state, cancellationToken);
        using FaceMatchClient officer = As(DemoAccounts.WatchlistOfficer);
        using FaceMatchClient approver = As(DemoAccounts.Approver);
        using FaceMatchClient administrator = As(DemoAccounts.Administrator);

        await EnsureWatchlistAsync(officer, cancellationToken);
        foreach (DirectoryInfo person in pictures.CreateSubdirectory("people").EnumerateDirectories().OrderBy(person => person.Name, StringComparer.Ordinal))
            await EnsureSubjectAsync(officer, approver, person, cancellationToken);
        await EnsureCamerasAsync(administrator, cancellationToken);
        await DemoAccounts.EnsurePhoneAsync(bootstrap, state, state.PhoneId!, cancellationToken);
        await EnsureDeploymentAsync(officer, approver, cancellationToken);
    }

    private FaceMatchClient As(string account) => new(server, state.Accounts[account].ApiKey);

    private async Task EnsureWatchlistAsync(FaceMatchClient officer, CancellationToken cancellationToken)
    {
        if (state.WatchlistId is not null) return;
        state.WatchlistId = (await officer.CreateWatchlistAsync(
            new CreateWatchlistRequest("Missing persons (demonstration)", Purpose, Category), cancellationToken)).Id;
        state.Save();
    }

    private async Task EnsureSubjectAsync(FaceMatchClient officer, FaceMatchClient approver, DirectoryInfo person, CancellationToken cancellationToken)
    {
        if (state.Subjects.ContainsKey(person.Name)) return;
        DateTimeOffset now = time.GetUtcNow();
        CreatedSubject subject = await officer.EnrolAsync(
            new EnrolSubjectRequest(
                person.Name, Category, "Demonstration notice", $"{person.Name}/notice", "Demonstration", "To show how a candidate is found and judged",
                now + UntilReview, now + (2 * UntilReview)),
            cancellationToken);
        foreach (FileInfo image in person.EnumerateFiles("*.jpg").OrderBy(image => image.Name, StringComparer.Ordinal))
        {
            await officer.AddImageAsync(
                subject.Id, await File.ReadAllBytesAsync(image.FullName, cancellationToken), Source, "published under the MIT licence", cancellationToken);
        }

        await officer.AddToWatchlistAsync(state.WatchlistId!, subject.Id, cancellationToken);
        await approver.ApproveSubjectAsync(subject.Id, cancellationToken);
        state.Subjects[person.Name] = subject.Id;
        state.Save();
    }

    private async Task EnsureCamerasAsync(FaceMatchClient administrator, CancellationToken cancellationToken)
    {
        state.CameraId ??= (await administrator.CreateCameraAsync(
            new CreateCameraRequest("Station hall (looping video)", "fixed", Path.Combine(pictures.FullName, "camera.mp4"), "Station hall", "Demonstration"),
            cancellationToken)).Id;
        state.Save();
        state.PhoneId ??= (await administrator.CreateCameraAsync(
            new CreateCameraRequest("Phone of the patrol", "phone", null, "Station forecourt", "Demonstration"), cancellationToken)).Id;
        state.Save();
    }

    private async Task EnsureDeploymentAsync(FaceMatchClient officer, FaceMatchClient approver, CancellationToken cancellationToken)
    {
        if ((await officer.ListDeploymentsAsync(cancellationToken)).Any(deployment => deployment.Live && deployment.CameraIds.Contains(state.CameraId!)))
            return;
        DateTimeOffset now = time.GetUtcNow();
        CreatedDeployment deployment = await officer.RequestDeploymentAsync(
            new CreateDeploymentRequest(
                Purpose, [state.CameraId!, state.PhoneId!], [state.WatchlistId!], now, now + Window,
                new ThresholdRequest(RecognitionPolicy.Default.LoosestFmr, null), "Station", "Demonstration assessment"),
            cancellationToken);
        await approver.ApproveDeploymentAsync(deployment.Id, cancellationToken);
    }
}
