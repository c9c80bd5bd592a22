using FaceMatch.Core.Calibrations;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Refusals;
using FaceMatch.Server.Enrolment;
using FaceMatch.Server.Tests.Hosting;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Server.Tests.Enrolment;

public sealed class DuplicatesTests(FaceMatchServer server)
{
    [Fact]
    public async Task Where_nobody_can_ask_again_a_part_of_the_gallery_is_refused_and_not_read_as_no_duplicate()
    {
        Duplicates duplicates = new(
            new OneShardSilent(), server.Services.GetRequiredService<Calibration>(),
            server.Services.GetRequiredService<IDbContextFactory<FaceMatchDbContext>>(), TimeProvider.System);

        Assert.Empty(await duplicates.FindAsync(Guid.NewGuid(), seen: null, new float[512], TestContext.Current.CancellationToken));
        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(
            () => duplicates.FindInAllAsync(Guid.NewGuid(), seen: null, new float[512], TestContext.Current.CancellationToken));
        Assert.Equal((RefusalKind.Unavailable, "gallery-incomplete"), (refusal.Kind, refusal.Code));
    }

    private sealed class OneShardSilent : IGallery
    {
        public Task<GalleryAnswer> SearchAsync(GalleryQuery query, CancellationToken cancellationToken) =>
            Task.FromResult(new GalleryAnswer([], new Coverage(3, 4, 30, ["3"]), "1"));

        public Task RefreshAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<GalleryStatus> StatusAsync(CancellationToken cancellationToken) => Task.FromResult(new GalleryStatus(new GalleryGeneration(1, 4), 3, 30, "1"));
    }
}
