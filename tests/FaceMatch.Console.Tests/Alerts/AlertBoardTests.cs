using FaceMatch.Console.Alerts;

namespace FaceMatch.Console.Tests.Alerts;

public sealed class AlertBoardTests
{
    [Fact]
    public void The_newest_alert_is_on_top()
    {
        AlertBoard board = new();
        board.Open([Some.Alert(2), Some.Alert(1)]);
        board.Receive(Some.Alert(3));
        Assert.Equal(["3", "2", "1"], Ids(board));
        Assert.Equal("3", board.Cursor);
    }

    [Fact]
    public void While_paused_nothing_moves_and_nothing_is_lost()
    {
        AlertBoard board = new();
        board.Open([Some.Alert(1)]);
        board.Pause();
        board.Receive(Some.Alert(2));
        board.Receive(Some.Alert(3));
        Assert.Equal(["1"], Ids(board));
        Assert.Equal(2, board.Held);

        board.Resume();
        Assert.Equal(["3", "2", "1"], Ids(board));
        Assert.Equal(0, board.Held);
    }

    [Fact]
    public void An_alert_that_comes_again_takes_its_old_place()
    {
        AlertBoard board = new();
        board.Open([Some.Alert(2), Some.Alert(1)]);
        board.Receive(Some.Alert(1) with { State = "lead" });
        Assert.Equal(["2", "1"], Ids(board));
        Assert.Equal("lead", board.Visible(new AlertFilter())[1].State);
    }

    [Fact]
    public void Only_as_many_as_the_capacity_stay_on_the_screen()
    {
        AlertBoard board = new();
        for (int i = 1; i <= AlertBoard.Capacity + 5; i++) board.Receive(Some.Alert(i));
        Assert.Equal(AlertBoard.Capacity, board.Count);
        Assert.Equal((AlertBoard.Capacity + 5).ToString(System.Globalization.CultureInfo.InvariantCulture), Ids(board)[0]);
    }

    [Theory]
    [InlineData("ref-2", null, null, "2")]
    [InlineData("gate", null, null, "1")]
    [InlineData(null, "lead", null, "2")]
    [InlineData(null, null, "list-b", "2")]
    public void A_filter_shows_what_it_names(string? text, string? state, string? list, string expected)
    {
        AlertBoard board = new();
        board.Open([Some.Alert(2) with { State = "lead", CameraName = "Bridge", WatchlistIds = ["list-b"] }, Some.Alert(1)]);
        Assert.Equal([expected], board.Visible(new AlertFilter(text, state, list)).Select(alert => alert.Id));
    }

    private static string[] Ids(AlertBoard board) => [.. board.Visible(new AlertFilter()).Select(alert => alert.Id)];
}
