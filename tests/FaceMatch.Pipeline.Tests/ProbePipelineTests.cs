using FaceMatch.Core.Galleries;

namespace FaceMatch.Pipeline.Tests;

public sealed class ProbePipelineTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_probe_is_not_analysed_before_its_turn_which_lasts_until_the_gallery_has_answered()
    {
        StagedVision vision = new();
        SlowGallery gallery = new();
        using AnalysisLimiter limiter = new(atOnce: 1);
        await using SearchAdmission admission = new(atOnce: 1, waiting: 1);
        StillAnalyser stills = new(new StagedDecoder(), vision, limiter, TimeProvider.System);
        ProbePipeline pipeline = new(stills, gallery, admission, TimeProvider.System);

        Task<ProbeAnswer> first = SearchAsync(pipeline);
        await gallery.Asked.Task.WaitAsync(Cancel);
        Task<ProbeAnswer> second = SearchAsync(pipeline);
        // First in, first out: what had been let in before this is through when this is.
        await limiter.RunAsync(() => { }, Cancel);
        Assert.Equal(1, vision.Embedded);

        gallery.Answer.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(2, vision.Embedded);
    }

    [Fact]
    public async Task A_search_that_fails_gives_its_turn_back()
    {
        using AnalysisLimiter limiter = new(atOnce: 1);
        await using SearchAdmission admission = new(atOnce: 1, waiting: 0);
        StillAnalyser stills = new(new StagedDecoder(), new StagedVision(), limiter, TimeProvider.System);
        ProbePipeline pipeline = new(stills, new StagedGallery(), admission, TimeProvider.System);

        await Assert.ThrowsAsync<Core.Faces.ImageRefusedException>(() => pipeline.SearchAsync(Array.Empty<byte>(), null, null, limit: 1, Cancel));
        Assert.NotEmpty((await SearchAsync(pipeline)).Faces);
    }

    private static Task<ProbeAnswer> SearchAsync(ProbePipeline pipeline) => pipeline.SearchAsync(new byte[] { 1 }, null, null, limit: 1, Cancel);

    /// <summary>Answers when the test lets it.</summary>
    private sealed class SlowGallery : IGallery
    {
        private readonly StagedGallery _staged = new();

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<GalleryAnswer> SearchAsync(GalleryQuery query, CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            await Answer.Task;
            return await _staged.SearchAsync(query, cancellationToken);
        }

        public Task RefreshAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<GalleryStatus> StatusAsync(CancellationToken cancellationToken) => _staged.StatusAsync(cancellationToken);
    }
}
