using AngleSharp.Dom;
using Bunit;
using FaceMatch.Console.Search;
using FaceMatch.Console.Shared;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Searches;

namespace FaceMatch.Console.Tests.Search;

public sealed class CandidateListTests : ConsoleContext
{
    private static readonly CandidateView[] Candidates =
    [
        new(1, "c1", "s1", "REF-1", ["w1"], "i1", 0.7714f, 2.5e-5, "moderate"),
        new(2, "c2", "s2", "REF-2", ["w1", "w2"], "i2", 0.312f, 0.02, "none"),
    ];

    [Fact]
    public void A_candidate_is_shown_with_rank_reference_cosine_and_what_the_score_means()
    {
        string first = List().FindAll(".candidate")[0].TextContent;
        Assert.Contains("REF-1", first, StringComparison.Ordinal);
        Assert.Contains("0.771", first, StringComparison.Ordinal);
        Assert.Contains("a stranger scores this high once in 40,000 comparisons", first, StringComparison.Ordinal);
        Assert.Contains("moderate", first, StringComparison.Ordinal);
        Assert.Contains("Children", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Oversight_01_No_percentage_stands_anywhere() => Assert.DoesNotContain("%", List().Markup, StringComparison.Ordinal);

    [Fact]
    public void The_label_of_a_lead_stands_beside_the_lead_and_nowhere_else()
    {
        IReadOnlyList<IElement> rows = List(new ReviewSummary("c1", "lead"), new ReviewSummary("c2", "open")).FindAll(".candidate");
        Assert.Contains("not grounds for arrest", rows[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("not grounds for arrest", rows[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_incomplete_answer_is_an_alert_and_a_complete_one_is_not()
    {
        Assert.NotEmpty(Coverage(3, 4).FindAll("[role=alert]"));
        Assert.Empty(Coverage(4, 4).FindAll("[role=alert]"));
    }

    private IRenderedComponent<CoverageLine> Coverage(int answered, int total) =>
        Render<CoverageLine>(line => line.Add(l => l.Coverage, new Coverage(answered, total, 1000, [])));

    private IRenderedComponent<CandidateList> List(params ReviewSummary[] reviews) => Render<CandidateList>(list => list
        .Add(l => l.Candidates, Candidates)
        .Add(l => l.Reviews, reviews)
        .Add(l => l.Lists, new Dictionary<string, string>(StringComparer.Ordinal) { ["w1"] = "Children" }));
}
