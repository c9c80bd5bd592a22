using FaceMatch.Core.Faces;
using FaceMatch.Vision.Tests.Support;
using FaceMatch.Vision.Tracking;

namespace FaceMatch.Vision.Tests.Tracking;

public sealed class FaceTrackerTests
{
    private readonly FaceTracker _tracker = new();

    [Fact]
    public void A_person_who_walks_keeps_one_track()
    {
        for (int frame = 0; frame < 50; frame++) Assert.Equal([1], See(frame, (frame * 12, 100)).Assigned);
    }

    [Fact]
    public void Two_people_who_cross_keep_their_tracks()
    {
        for (int frame = 0; frame < 40; frame++)
        {
            TrackUpdate update = See(frame, (frame * 10, 100), (400 - (frame * 10), 160));
            Assert.Equal([1, 2], update.Assigned);
        }
    }

    [Fact]
    public void Detections_in_another_order_keep_their_tracks()
    {
        See(0, (10, 100), (300, 100));
        Assert.Equal([2, 1], See(1, (302, 100), (12, 100)).Assigned);
    }

    [Fact]
    public void A_short_gap_is_bridged_along_the_motion()
    {
        for (int frame = 0; frame < 10; frame++) See(frame, (frame * 20, 100));
        for (int frame = 10; frame < 14; frame++) See(frame);
        Assert.Equal([1], See(14, (14 * 20, 100)).Assigned);
    }

    [Fact]
    public void A_track_that_is_not_seen_for_a_second_is_reported_ended_once()
    {
        See(0, (10, 100));
        Assert.Empty(See(10).Ended);
        Assert.Equal([1], See(11).Ended);
        Assert.Empty(See(12).Ended);
        Assert.Equal([2], See(13, (10, 100)).Assigned);
    }

    [Fact]
    public void A_face_of_another_size_far_off_is_another_person()
    {
        See(0, (10, 100));
        Assert.Equal([2], See(1, (400, 100)).Assigned);
    }

    [Fact]
    public void Ending_all_forgets_everyone()
    {
        See(0, (10, 100), (300, 100));
        Assert.Equal([1, 2], _tracker.EndAll());
        Assert.Equal([3], See(1, (10, 100)).Assigned);
        Assert.Equal([3], _tracker.EndAll());
        Assert.Empty(_tracker.EndAll());
    }

    /// <summary>Ten frames a second, faces 60 pixels wide.</summary>
    private TrackUpdate See(int frame, params (int X, int Y)[] faces) => _tracker.Update(
        [.. faces.Select(face => new Detection(new Box(face.X, face.Y, 60, 72), 0.9f))],
        Pictures.Noon + TimeSpan.FromMilliseconds(100 * frame));
}
