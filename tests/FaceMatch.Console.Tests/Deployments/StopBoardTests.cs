using AngleSharp.Dom;
using Bunit;
using FaceMatch.Console.Deployments;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Deployments;

namespace FaceMatch.Console.Tests.Deployments;

public sealed class StopBoardTests : ConsoleContext
{
    [Fact]
    public void Oversight_23_Everything_is_stopped_by_two_presses_and_the_page_says_so()
    {
        IRenderedComponent<StopBoard> board = Open<StopBoard>();
        Button(board, "Stop everything").Click();
        Assert.Empty(Stops.All);
        Button(board, "Stop every camera and every search now").Click();

        StopView order = Assert.Single(Stops.All);
        Assert.Equal(("everything", null), (order.Scope, order.CameraId));
        Assert.Contains("Everything is stopped by order", board.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(board.FindAll("button"), button => button.TextContent.Contains("Stop everything", StringComparison.Ordinal));
    }

    [Fact]
    public void An_approver_lifts_an_order_only_with_a_reason()
    {
        Me = Somebody(Role.Approver);
        Stops.All.Add(new StopView($"{Guid.NewGuid()}", "everything", null, "wrong list", "Amal", Now, null, null, null));
        IRenderedComponent<StopBoard> board = Open<StopBoard>();
        Assert.Contains("wrong list", board.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.True(Button(board, "Lift the order").HasAttribute("disabled"));

        board.Find("input").Input("right list");
        Button(board, "Lift the order").Click();
        Button(board, "Lift: what is in its window goes on").Click();
        Assert.Equal("right list", Assert.Single(Stops.All).LiftReason);
        Assert.Empty(board.FindAll("[role=alert]"));
    }

    [Fact]
    public void A_reviewer_sees_what_is_stopped_and_cannot_lift_it()
    {
        Stops.All.Add(new StopView($"{Guid.NewGuid()}", "everything", null, null, "Amal", Now, null, null, null));
        IRenderedComponent<StopBoard> board = Open<StopBoard>();
        Assert.NotEmpty(board.FindAll("[role=alert]"));
        Assert.Empty(board.FindAll("button"));
    }

    [Fact]
    public void An_auditor_has_no_button_to_stop() => Assert.Empty(AsAuditor().FindAll("button"));

    [Fact]
    public void An_order_that_somebody_else_gives_appears_by_itself()
    {
        IRenderedComponent<StopBoard> board = Open<StopBoard>();
        Stops.All.Add(new StopView($"{Guid.NewGuid()}", "everything", null, null, "Amal", Now, null, null, null));
        Clock.Advance(TimeSpan.FromSeconds(3));
        board.WaitForElement("[role=alert]");
    }

    [Fact]
    public void What_could_not_be_looked_at_is_said_for_as_long_as_it_lasts()
    {
        IRenderedComponent<StopBoard> board = Open<StopBoard>();
        Stops.Unreachable = true;
        Clock.Advance(TimeSpan.FromSeconds(3));
        board.WaitForAssertion(() => Assert.Contains("The database does not answer", board.Markup, StringComparison.Ordinal));

        Stops.Unreachable = false;
        Clock.Advance(TimeSpan.FromSeconds(3));
        board.WaitForAssertion(() => Assert.DoesNotContain("The database does not answer", board.Markup, StringComparison.Ordinal));
    }

    private IRenderedComponent<StopBoard> AsAuditor()
    {
        Me = Somebody(Role.Auditor);
        return Open<StopBoard>();
    }

    private static IElement Button(IRenderedComponent<StopBoard> board, string label) =>
        board.FindAll("button").Single(button => button.TextContent.Trim() == label);
}
