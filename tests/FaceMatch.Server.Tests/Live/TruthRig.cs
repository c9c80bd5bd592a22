using System.Collections.Frozen;
using System.Threading.Channels;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Calibrations;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Policies;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Server.Alerts;
using FaceMatch.Server.Calibrations;
using FaceMatch.Server.Cameras;
using FaceMatch.Server.Deployments;
using FaceMatch.Server.Enrolment;
using FaceMatch.Server.Images;
using FaceMatch.Server.Retention;
using FaceMatch.Server.Reviews;
using FaceMatch.Server.Scores;
using FaceMatch.Storage;
using FaceMatch.Storage.Galleries;
using FaceMatch.Storage.Ledger;
using FaceMatch.Tests.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FaceMatch.Server.Tests.Live;

/// <summary>
/// The features of live use over the real database and vault. Models, gallery and camera grains are not in it: what they
/// would hand over is handed over by the test.
/// </summary>
internal sealed class TruthRig : IAsyncDisposable
{
    public const float Cosine = 0.6f;

    public const float ThresholdCosine = 0.5f;

    public const string CalibrationHash = "c0ffee";

    public static readonly ModelIdentity Models = new("default", "detector", "embedder", "cal-1", 4);

    public static readonly FaceQuality Quality = new(0.7, 0.8, 0.9, 0, 0, 0, []);

    /// <summary>Of what a camera saw, unlike that of any enrolled image.</summary>
    public static readonly FaceQuality ShotQuality = Quality with { Overall = 0.731652 };

    /// <summary>Sees everything and judges nothing.</summary>
    public static readonly Actor Auditor = Person("auditor", Role.Auditor);

    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];

    private readonly string _directory = Directory.CreateTempSubdirectory("facematch-live-").FullName;
    private readonly bool _calibrationIsShipped;
    private readonly int _largestGallery;
    private ServiceProvider _services;

    private TruthRig(bool calibrationIsShipped, int largestGallery)
    {
        _calibrationIsShipped = calibrationIsShipped;
        _largestGallery = largestGallery;
        _services = Build();
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    public RecordingFleet Fleet { get; } = new();

    public SwitchedPermit Permit { get; } = new();

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Where database and vault keep their files; on PostgreSQL only the vault.</summary>
    public string DataDirectory => _directory;

    public static async Task<TruthRig> StartAsync(bool calibrationIsShipped = true, int largestGallery = 50_000)
    {
        TruthRig rig = new(calibrationIsShipped, largestGallery);
        await StorageStartup.MigrateAsync(rig._services, Cancel);
        return rig;
    }

    /// <summary>Everything that is only in memory is gone.</summary>
    public async Task RestartAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _services = Build();
        await StorageStartup.MigrateAsync(_services, Cancel);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static Actor Person(string name, params Role[] roles) =>
        new(Guid.NewGuid(), name, "unit-1", roles.ToFrozenSet(), FrozenSet<Guid>.Empty);

    public async Task SaveAsync(params object[] things)
    {
        await using FaceMatchDbContext db = await Get<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(Cancel);
        db.AddRange(things);
        await Get<LedgerWriter>().SaveAsync(db, Cancel, new LedgerRecord(Guid.NewGuid(), "test", false, "test.saved", "test/1", "{}"));
    }

    public async Task<T> ReadAsync<T>(Func<FaceMatchDbContext, Task<T>> read)
    {
        await using FaceMatchDbContext db = await Get<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(Cancel);
        return await read(db);
    }

    public async Task ChangeAsync<T>(Guid id, Action<T> change)
        where T : class
    {
        await using FaceMatchDbContext db = await Get<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(Cancel);
        change(await db.FindAsync<T>([id], Cancel) ?? throw new InvalidOperationException("Not there."));
        await Get<LedgerWriter>().SaveAsync(db, Cancel);
    }

    /// <summary>An approved subject with one image, on the list.</summary>
    public async Task<EnrolledSubject> EnrolAsync(Guid watchlist, string reference)
    {
        Subject subject = Subject.Enrol(
            new EnrolSubjectRequest(reference, "missing-person", "notice", "N 1/26", "unit-1", "to find", Now.AddDays(30), Now.AddDays(60)),
            Guid.NewGuid(), "unit-1", Now);
        float[] embedding = [1, 0, 0, 0];
        AnalysedFace face = new(new Detection(new Box(1, 2, 30, 40), 0.9f), default, Quality, embedding);
        ReferenceImage image = new(subject.Id, $"hash-{reference}", "family", "given", new FrameSize(100, 100), face, Guid.NewGuid(), Now);
        image.Templates.Add(new FaceTemplate(subject.Id, image.Id, "default", "network", embedding));
        subject.Images.Add(image);
        subject.Approve(Guid.NewGuid(), Now);
        await SaveAsync(subject, new WatchlistEntry(watchlist, subject.Id, Guid.NewGuid(), Now));
        return new EnrolledSubject(subject.Id, image.Templates[0].Id);
    }

    /// <summary>One camera, one list, one deployment over both, approved and running.</summary>
    public async Task<LiveUse> GoLiveAsync(string unit = "unit-1")
    {
        Watchlist list = new($"missing {Guid.NewGuid():N}", "to find", SubjectCategory.MissingPerson, unit, Guid.NewGuid(), Now);
        Camera camera = new("gate", CameraKind.Fixed, null, "north", unit, Guid.NewGuid(), Now);
        await SaveAsync(list, camera);
        Actor requester = Person("requester", Role.WatchlistOfficer, Role.Reviewer) with { Unit = unit };
        Actor approver = Person("approver", Role.Approver, Role.Reviewer) with { Unit = unit };
        IDeploymentService deployments = Get<IDeploymentService>();
        CreatedDeployment created = await deployments.CreateAsync(requester, Request([camera.Id], [list.Id]), Cancel);
        await deployments.ApproveAsync(approver, Guid.Parse(created.Id), Cancel);
        return new LiveUse(Guid.Parse(created.Id), camera.Id, list.Id, requester, approver);
    }

    public CreateDeploymentRequest Request(Guid[] cameras, Guid[] lists) => new(
        "find missing children", [.. cameras.Select(id => id.ToString())], [.. lists.Select(id => id.ToString())], Now, Now.AddHours(8),
        new ThresholdRequest(1e-5, null), "market", "IA-7");

    /// <summary>What the pipeline would hand over.</summary>
    public AlertProposal Proposal(LiveUse live, EnrolledSubject subject) => new(
        live.Camera, live.Deployment, Now, subject.Id, subject.Template, Cosine, Jpeg, new Box(5, 5, 50, 60), new FrameSize(80, 90), ShotQuality, "1",
        new Coverage(4, 4, 1, []), Models, ThresholdCosine);

    public async Task<AlertView> AlertAsync(LiveUse live, EnrolledSubject subject)
    {
        Assert.True(await Get<IAlertSink>().RaiseAsync(Proposal(live, subject), Cancel));
        return (await Get<IAlertService>().LatestAsync(Auditor, 1, Cancel))[0];
    }

    /// <summary>By two people who agree.</summary>
    public async Task JudgeAsync(AlertView alert, string conclusion)
    {
        foreach (Actor reviewer in (Actor[])[Person("first", Role.Reviewer), Person("second", Role.Reviewer)])
            await Get<IReviewService>().GiveOpinionAsync(reviewer, Guid.Parse(alert.CandidateId), ReviewTests.Opinion(conclusion), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        await TestDatabase.DropAsync(_directory);
        Directory.Delete(_directory, recursive: true);
    }

    private ServiceProvider Build()
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(new ActivePack("default", "network"));
        services.AddFaceMatchStorage(new StorageOptions(_directory, TestDatabase.ConnectionFor(_directory)));
        services.AddSingleton(RecognitionPolicy.Default);
        services.AddSingleton(Table());
        services.AddSingleton(new ActiveCalibration(Table(), CalibrationHash, _calibrationIsShipped));
        services.AddSingleton<CalibrationService>();
        services.AddSingleton<ICalibrationService>(provider => provider.GetRequiredService<CalibrationService>());
        services.AddSingleton<ICameraFleet>(Fleet);
        services.AddSingleton<IWatchPermit>(Permit);
        services.AddSingleton<ScoreScale>();
        services.AddSingleton<PictureStore>();
        services.AddSingleton<ImageErasure>();
        services.AddRetention();
        services.AddSingleton<AlertFeed>();
        services.AddSingleton<IAlertSink, AlertSink>();
        services.AddSingleton<IAlertService, AlertService>();
        services.AddSingleton<IReviewService, ReviewService>();
        services.AddSingleton<ThresholdRules>();
        services.AddSingleton<TrafficFigures>();
        services.AddSingleton<CameraArming>();
        services.AddSingleton<FalseAlertCeiling>();
        services.AddSingleton<DeploymentClock>();
        services.AddSingleton<ICameraPlanSource, PlanSource>();
        services.AddSingleton<ICameraService, CameraService>();
        services.AddSingleton<IDeploymentService, DeploymentService>();
        services.AddSingleton<IStopService, StopService>();
        return services.BuildServiceProvider();
    }

    private Calibration Table() => new(
        new CalibrationProvenance("cal-1", "default", "embedder", "strangers", 10, 20, 0, 100_000_000, _largestGallery),
        [new(-1, 1), new(0, 0.5), new(0.2, 1e-2), new(0.3, 1e-3), new(0.4, 1e-4), new(0.5, 1e-5), new(0.6, 1e-6)]);
}

internal sealed record LiveUse(Guid Deployment, Guid Camera, Guid Watchlist, Actor Requester, Actor Approver);

internal sealed record EnrolledSubject(Guid Id, long Template);

internal sealed class SwitchedPermit : IWatchPermit
{
    public bool Holds { get; set; } = true;
}

/// <summary>Hears what the cameras are told.</summary>
internal sealed class RecordingFleet : ICameraFleet
{
    public long MembershipVersion { get; set; }

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Channel<Guid> _refreshed = Channel.CreateUnbounded<Guid>();

    public bool Unreachable { get; set; }

    public PushOutcome Outcome { get; set; } = PushOutcome.Accepted;

    /// <summary>The next camera that is told to look at its plan; waits for it.</summary>
    public Task<Guid> NextAsync() => _refreshed.Reader.ReadAsync(TruthRig.Cancel).AsTask().WaitAsync(Patience, TruthRig.Cancel);

    public bool HeardMore => _refreshed.Reader.TryPeek(out _);

    public Task RefreshAsync(Guid cameraId, CancellationToken cancellationToken) =>
        Unreachable ? throw new TimeoutException("The silo does not answer.") : _refreshed.Writer.WriteAsync(cameraId, cancellationToken).AsTask();

    public Task<PushOutcome> PushAsync(Guid cameraId, ReadOnlyMemory<byte> jpeg, DateTimeOffset capturedAt, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome);

    public Task<CameraHealth> HealthAsync(Guid cameraId, CancellationToken cancellationToken) => Task.FromResult(CameraHealth.Idle);
}
