using FaceMatch.Core.Accounts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Storage;
using FaceMatch.Storage.Traffic;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Tests.Live;

/// <summary>False alerts a day, by what the cameras of a deployment see.</summary>
public sealed class TrafficTests
{
    private const int Subjects = 5;

    private static readonly Actor Officer = TruthRig.Person("officer", Role.WatchlistOfficer, Role.Approver);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_camera_without_a_history_is_assumed_to_be_busy()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        Place place = await PlaceAsync(rig);
        CreatedDeployment created = await AskAsync(rig, place, new ThresholdRequest(1e-6, null));
        Assert.Equal((0, 2, 40_000d), Sums(created.TrafficSource));
        Assert.Equal(1e-6 * Subjects * 40_000, created.ExpectedFalseAlertsPerDay, 1e-9);
        Assert.All(created.TrafficSource.Cameras, camera => Assert.Equal(("assumed", 0d), (camera.Source, camera.HoursWatched)));
    }

    [Fact]
    public async Task A_camera_that_was_watched_for_a_working_day_is_measured_and_the_other_stays_assumed()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        Place place = await PlaceAsync(rig);
        await CountAsync(rig, place.First, passages: 1_000, hours: 7.9);
        Assert.Equal((0, 2, 40_000d), Sums((await AskAsync(rig, place, new ThresholdRequest(null, 1))).TrafficSource));

        await CountAsync(rig, place.First, passages: 597, hours: 0.1);
        CreatedDeployment created = await AskAsync(rig, place, new ThresholdRequest(null, 0.1));
        Assert.Equal((1, 1), (created.TrafficSource.MeasuredCameras, created.TrafficSource.AssumedCameras));
        Assert.Equal(place.First.ToString(), created.TrafficSource.Cameras[0].CameraId);
        Assert.Equal("measured", created.TrafficSource.Cameras[0].Source);
        Assert.Equal(8, created.TrafficSource.Cameras[0].HoursWatched, 1e-6);
        Assert.Equal(24 * 1_600 / 8d, created.TrafficSource.Cameras[0].PassagesPerDay, 1e-6);
        Assert.Equal(0.1, created.ExpectedFalseAlertsPerDay, 1e-9);
    }

    [Fact]
    public async Task More_traffic_makes_the_rate_stricter_for_the_same_alerts_a_day()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        Place place = await PlaceAsync(rig);
        ThresholdRequest request = new(null, 1);
        double assumed = await FmrAsync(rig, place, request);
        await CountAsync(rig, place.First, passages: 20_000, hours: 8);
        double busy = await FmrAsync(rig, place, request);
        await CountAsync(rig, place.First, passages: 60_000, hours: 8);
        double busier = await FmrAsync(rig, place, request);
        Assert.True(busier < busy && busy < assumed, $"{busier} < {busy} < {assumed}");
    }

    [Fact]
    public async Task The_busiest_day_of_four_weeks_counts_and_not_one_that_was_hardly_watched_or_is_older()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        Place place = await PlaceAsync(rig);
        await CountAsync(rig, place.First, passages: 90_000, hours: 8);
        rig.Time.Advance(TimeSpan.FromDays(10));
        await CountAsync(rig, place.First, passages: 797, hours: 2);
        rig.Time.Advance(TimeSpan.FromDays(1));
        await CountAsync(rig, place.First, passages: 1_000, hours: 10);
        rig.Time.Advance(TimeSpan.FromDays(1));
        await CountAsync(rig, place.First, passages: 1_000, hours: 0.5);
        Assert.Equal(24 * 90_003 / 8d, await PassagesAsync(rig, place), 1e-6);
        rig.Time.Advance(TimeSpan.FromDays(16));
        Assert.Equal(24 * 800 / 2d, await PassagesAsync(rig, place), 1e-6);
    }

    [Fact]
    public async Task Who_saw_nobody_does_not_promise_that_there_will_be_nobody()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        Place place = await PlaceAsync(rig);
        await CountAsync(rig, place.First, passages: 0, hours: 24);
        Assert.Equal(3, await PassagesAsync(rig, place), 1e-6);
    }

    [Fact]
    public async Task Counts_survive_a_restart()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        Place place = await PlaceAsync(rig);
        await CountAsync(rig, place.First, passages: 500, hours: 5);
        await rig.RestartAsync();
        await CountAsync(rig, place.First, passages: 497, hours: 5);
        Assert.Equal(2_400, await PassagesAsync(rig, place), 1e-6);
    }

    [Fact]
    public async Task What_is_older_than_five_weeks_is_deleted_when_anything_is_counted()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        Place place = await PlaceAsync(rig);
        await CountAsync(rig, place.First, passages: 1, hours: 1);
        rig.Time.Advance(TimeSpan.FromDays(TrafficLog.DaysKept - 1));
        await CountAsync(rig, place.Second, passages: 2, hours: 1);
        Assert.Equal([1, 2], await RowsAsync(rig));
        rig.Time.Advance(TimeSpan.FromDays(1));
        await CountAsync(rig, place.Second, passages: 3, hours: 1);
        Assert.Equal([2, 3], await RowsAsync(rig));
    }

    [Fact]
    public async Task The_expectation_follows_lists_and_traffic_and_ends_with_the_deployment()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        Place place = await PlaceAsync(rig);
        Guid id = Guid.Parse((await AskAsync(rig, place, new ThresholdRequest(1e-6, null))).Id);
        await rig.EnrolAsync(place.List, "M-late");
        await CountAsync(rig, place.First, passages: 100_000, hours: 8);
        DeploymentView view = Assert.Single(await rig.Get<IDeploymentService>().ListAsync(Officer, Cancel));
        Assert.Equal(view.TrafficSource!.PassagesPerDay * (Subjects + 1) * 1e-6, view.ExpectedFalseAlertsPerDay!.Value, 1e-9);
        Assert.Equal(1, view.TrafficSource.MeasuredCameras);

        DeploymentView stopped = await rig.Get<IDeploymentService>().StopAsync(Officer, id, Cancel);
        Assert.Null(stopped.ExpectedFalseAlertsPerDay);
        Assert.Null(stopped.TrafficSource);
    }

    private static async Task<Place> PlaceAsync(TruthRig rig)
    {
        Camera first = new("gate", CameraKind.Fixed, null, "north", "unit-1", Guid.NewGuid(), rig.Now);
        Camera second = new("hall", CameraKind.Fixed, null, "south", "unit-1", Guid.NewGuid(), rig.Now);
        Watchlist list = new("missing", "to find", SubjectCategory.MissingPerson, "unit-1", Guid.NewGuid(), rig.Now);
        await rig.SaveAsync(first, second, list);
        for (int i = 0; i < Subjects; i++) await rig.EnrolAsync(list.Id, $"M-{i}");
        return new Place(first.Id, second.Id, list.Id);
    }

    private static Task CountAsync(TruthRig rig, Guid camera, long passages, double hours) =>
        rig.Get<ITrafficLog>().AddAsync(camera, Guid.NewGuid(), new TrafficCount(passages, TimeSpan.FromHours(hours)), Cancel);

    private static Task<CreatedDeployment> AskAsync(TruthRig rig, Place place, ThresholdRequest threshold) => rig.Get<IDeploymentService>()
        .CreateAsync(Officer, rig.Request([place.First, place.Second], [place.List]) with { Threshold = threshold }, Cancel);

    private static async Task<double> FmrAsync(TruthRig rig, Place place, ThresholdRequest threshold)
    {
        string id = (await AskAsync(rig, place, threshold)).Id;
        return (await rig.Get<IDeploymentService>().ListAsync(Officer, Cancel)).Single(view => view.Id == id).Threshold.Fmr;
    }

    /// <summary>Of the first camera.</summary>
    private static async Task<double> PassagesAsync(TruthRig rig, Place place) =>
        (await AskAsync(rig, place, new ThresholdRequest(1e-6, null))).TrafficSource.Cameras[0].PassagesPerDay;

    private static async Task<List<long>> RowsAsync(TruthRig rig)
    {
        await using FaceMatchDbContext db = await rig.Get<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(Cancel);
        return await db.TrafficDays.OrderBy(day => day.Day).Select(day => day.Passages).ToListAsync(Cancel);
    }

    private static (int Measured, int Assumed, double Passages) Sums(TrafficView traffic) =>
        (traffic.MeasuredCameras, traffic.AssumedCameras, traffic.PassagesPerDay);

    private sealed record Place(Guid First, Guid Second, Guid List);
}
