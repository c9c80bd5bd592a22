using Bunit;
using FaceMatch.Console.Reviews;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Console.Tests.Reviews;

public sealed class ReviewPageTests : ConsoleContext
{
    private static readonly Guid CandidateId = Guid.Parse("0199bbbb-0000-7000-8000-000000000001");

    private readonly OneCandidate _reviews = new();

    public ReviewPageTests() => Services.AddSingleton<IReviewService>(_reviews);

    [Fact]
    public void Before_the_judgement_the_page_holds_no_score_and_no_opinion()
    {
        IRenderedComponent<ReviewPage> page = Open();
        Assert.NotEmpty(page.FindAll(".compare"));
        Assert.Empty(page.FindAll("[class*=band-], .fmr, .figure, .opinion-summary"));
    }

    [Fact]
    public void After_the_judgement_the_score_is_shown_with_what_it_means()
    {
        IRenderedComponent<ReviewPage> page = Judge();
        Assert.Equal("a stranger scores this high once in 40,000 comparisons", page.Find(".fmr").TextContent);
        Assert.Equal("0.771", page.Find(".figure").TextContent);
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public void Oversight_16_A_lead_is_labelled_as_a_lead_only()
    {
        _reviews.StateAfter = "lead";
        Assert.Contains("Lead only: not grounds for arrest", Judge().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_is_shown_in_its_own_sentence_and_the_form_stays_as_it_was_filled()
    {
        _reviews.Refusal = new RefusalException(RefusalKind.Conflict, "already-judged", "You have judged this candidate.");
        IRenderedComponent<ReviewPage> page = Judge();
        Assert.Contains("You have judged this candidate.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("input[type=radio][checked]"));
    }

    [Fact]
    public void Whoever_is_no_reviewer_gets_no_form()
    {
        Me = Somebody(Role.Investigator);
        Assert.Empty(Open().FindAll("form"));
    }

    private IRenderedComponent<ReviewPage> Open() => Open<ReviewPage>(page => page.Add(p => p.CandidateId, CandidateId));

    private IRenderedComponent<ReviewPage> Judge()
    {
        IRenderedComponent<ReviewPage> page = Open();
        for (int row = 0; row <= OpinionDraft.Features.Count; row++) page.FindAll("form fieldset")[row].KeyDown("1");
        page.Find("form").Submit();
        return page;
    }

    private sealed class OneCandidate : IReviewService
    {
        private OpinionView? _mine;

        public string StateAfter { get; set; } = "open";

        public RefusalException? Refusal { get; set; }

        public Task<ReviewCandidateView> GetAsync(Actor actor, Guid candidateId, CancellationToken cancellationToken) => Task.FromResult(View());

        public Task<IReadOnlyList<ReviewCandidateView>> QueueAsync(Actor actor, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ReviewCandidateView>>([]);

        public Task<ReviewCandidateView> GiveOpinionAsync(Actor actor, Guid candidateId, OpinionRequest request, CancellationToken cancellationToken)
        {
            if (Refusal is not null) throw Refusal;
            _mine = new OpinionView(request.Conclusion!, request.Checklist!, request.Note, Now);
            return Task.FromResult(View());
        }

        public Task<StoredPicture> OpenProbeAsync(Actor actor, Guid candidateId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredPicture> OpenReferenceAsync(Actor actor, Guid candidateId, CancellationToken cancellationToken) => throw new NotSupportedException();

        private ReviewCandidateView View() => new(
            CandidateId.ToString(), "alert", null, null, Now, _mine is null ? "open" : StateAfter, "s1", "REF-1", "missing-person", "i1",
            new Box(10, 10, 50, 60), new Box(20, 20, 50, 60), _mine is null ? null : 0.7714f, _mine is null ? null : 2.5e-5,
            _mine is null ? null : "moderate", _mine, null, null);
    }
}
