using FaceMatch.Core.Faces;
using FaceMatch.Vision.Quality;

namespace FaceMatch.Vision.Tests.Quality;

public sealed class HeadPoseTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(30, 0, 0)]
    [InlineData(-45, 0, 0)]
    [InlineData(0, 20, 0)]
    [InlineData(0, -15, 0)]
    [InlineData(0, 0, 25)]
    [InlineData(20, 10, 0)]
    public void The_pose_of_a_turned_head_is_recovered(double yaw, double pitch, double roll)
    {
        HeadPose pose = HeadPose.Of(Project(yaw, pitch, roll));
        Assert.Equal(yaw, pose.Yaw, 2.0);
        Assert.Equal(pitch, pose.Pitch, 2.0);
        Assert.Equal(roll, pose.Roll, 2.0);
    }

    [Fact]
    public void Points_that_coincide_give_numbers()
    {
        var point = new PixelPoint(5, 5);
        HeadPose pose = HeadPose.Of(new Landmarks(point, point, point, point, point));
        Assert.True(double.IsFinite(pose.Yaw) && double.IsFinite(pose.Pitch) && double.IsFinite(pose.Roll));
    }

    /// <summary>A mean head turned about the vertical, the horizontal and the line of sight, seen from far off.</summary>
    private static Landmarks Project(double yaw, double pitch, double roll)
    {
        double y = yaw * Math.PI / 180, p = pitch * Math.PI / 180, r = roll * Math.PI / 180;
        PixelPoint Point(double across, double down, double away)
        {
            // Turning right moves the nose, which is nearest, to the right: x = x cos - z sin, with z away from the camera.
            double x1 = (across * Math.Cos(y)) - (away * Math.Sin(y)), z1 = (across * Math.Sin(y)) + (away * Math.Cos(y));
            double y2 = (down * Math.Cos(p)) + (z1 * Math.Sin(p));
            return new PixelPoint(
                (float)(200 + (1.5 * ((x1 * Math.Cos(r)) - (y2 * Math.Sin(r))))),
                (float)(150 + (1.5 * ((x1 * Math.Sin(r)) + (y2 * Math.Cos(r))))));
        }

        return new Landmarks(
            Point(-31, -33, 45), Point(31, -33, 45), Point(0, 0, 0), Point(-26, 29, 36), Point(26, 29, 36));
    }
}
