using FaceMatch.Core.Accounts;
using FaceMatch.Core.Calibrations;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Server.Tests.Hosting;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Tests.Live;

public sealed class CalibrationTests
{
    private static readonly Actor Officer = TruthRig.Person("officer", Role.WatchlistOfficer);
    private static readonly Actor Approver = TruthRig.Person("approver", Role.Approver);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_14_Nothing_goes_live_by_a_calibration_that_nobody_answers_for()
    {
        await using TruthRig rig = await TruthRig.StartAsync(calibrationIsShipped: false);
        Camera camera = new("gate", CameraKind.Vehicle, null, "north", "unit-1", Guid.NewGuid(), rig.Now);
        Watchlist list = new("missing", "to find", SubjectCategory.MissingPerson, "unit-1", Guid.NewGuid(), rig.Now);
        await rig.SaveAsync(camera, list);
        IDeploymentService deployments = rig.Get<IDeploymentService>();
        Guid id = Guid.Parse((await deployments.CreateAsync(Officer, rig.Request([camera.Id], [list.Id]), Cancel)).Id);
        await Refused.WithAsync("calibration-not-approved", deployments.ApproveAsync(Approver, id, Cancel));
        Assert.Equal("requested", Assert.Single(await deployments.ListAsync(Officer, Cancel)).State);

        CalibrationView approved = await rig.Get<ICalibrationService>().ApproveAsync(Approver, "cal-1", Signed(), Cancel);
        Assert.Equal("approved", approved.State);
        Assert.Equal(Approver.AccountId.ToString(), approved.ApprovedBy);
        Assert.True((await deployments.ApproveAsync(Approver, id, Cancel)).Live);
    }

    [Fact]
    public async Task An_approval_is_one_entry_of_the_ledger_that_names_the_file()
    {
        await using TruthRig rig = await TruthRig.StartAsync(calibrationIsShipped: false);
        ICalibrationService calibrations = rig.Get<ICalibrationService>();
        Assert.Equal("unapproved", (await calibrations.GetAsync(Officer, Cancel)).State);
        await calibrations.ApproveAsync(Approver, "cal-1", Signed(), Cancel);
        CalibrationView again = await calibrations.ApproveAsync(TruthRig.Person("other", Role.Approver), "cal-1", Signed(), Cancel);

        Assert.Equal(Approver.AccountId.ToString(), again.ApprovedBy);
        await using FaceMatchDbContext db = await rig.Get<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(Cancel);
        LedgerEntry entry = Assert.Single(await db.LedgerEntries.Where(entry => entry.Action == "calibration.approved").ToListAsync(Cancel));
        Assert.Equal(again.LedgerSequence, entry.Sequence);
        Assert.Contains(TruthRig.CalibrationHash, entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Oversight_14_Only_an_approver_signs_and_only_for_what_is_in_use()
    {
        await using TruthRig rig = await TruthRig.StartAsync(calibrationIsShipped: false);
        ICalibrationService calibrations = rig.Get<ICalibrationService>();
        await Refused.WithAsync("role-required", calibrations.ApproveAsync(Officer, "cal-1", Signed(), Cancel));
        await Refused.WithAsync("not-found", calibrations.ApproveAsync(Approver, "cal-2", Signed(), Cancel));
        await Refused.WithAsync("calibration-changed", calibrations.ApproveAsync(Approver, "cal-1", new ApproveCalibrationRequest("decade"), Cancel));
        await Refused.WithAsync("invalid-fields", calibrations.ApproveAsync(Approver, "cal-1", new ApproveCalibrationRequest(null), Cancel));
    }

    private static ApproveCalibrationRequest Signed() => new(TruthRig.CalibrationHash);
}
