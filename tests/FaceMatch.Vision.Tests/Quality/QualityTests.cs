using FaceMatch.Core.Faces;
using FaceMatch.Core.Policies;
using FaceMatch.Vision.Frames;
using FaceMatch.Vision.Tests.Support;
using OpenCvSharp;

namespace FaceMatch.Vision.Tests.Quality;

/// <summary>Quality of real faces, whole and spoilt.</summary>
public sealed class QualityTests
{
    private const int People = 12;

    private static readonly FrameDecoder Decoder = new();

    [Fact]
    public void Spoiling_a_face_lowers_its_quality_and_says_why()
    {
        Check((from, to) => Cv2.GaussianBlur(from, to, new Size(0, 0), 6), QualityReasons.TooBlurred);
        Check((from, to) => from.ConvertTo(to, -1, 0.12), QualityReasons.TooDark);
        Check((from, to) => from.ConvertTo(to, -1, 2, 190), QualityReasons.Overexposed);

        static void Check(Action<Mat, Mat> change, string reason)
        {
            int named = 0;
            foreach ((Frame frame, Detection face, Landmarks points) in Portraits())
            {
                using (frame)
                {
                    using Frame spoilt = Filtered.By(frame, change);
                    FaceQuality before = Assess(frame, face, points), after = Assess(spoilt, face, points);
                    Assert.True(after.Overall < before.Overall, $"{reason}: {before.Overall:F2} to {after.Overall:F2}");
                    Assert.DoesNotContain(reason, before.Reasons);
                    if (after.Reasons.Contains(reason)) named++;
                }
            }

            Assert.True(named >= People - 1, $"Only {named} of {People} were called {reason}.");
        }
    }

    /// <summary>Invariant: what covers half of a face is noticed. Floor 10 of 12.</summary>
    [Fact]
    public void A_covered_face_is_seen_as_such()
    {
        int noticed = 0;
        foreach ((Frame frame, Detection face, Landmarks points) in Portraits())
        {
            using (frame)
            {
                Rect half = new((int)face.Box.X, (int)face.Box.Y, (int)(face.Box.Width / 2), (int)face.Box.Height);
                using Frame covered = Filtered.By(frame, (from, to) =>
                {
                    from.CopyTo(to);
                    to.Rectangle(half, new Scalar(70, 60, 55), -1);
                });
                Landmarks found = TestPack.Vision.Locate(covered, face);
                if (Assess(covered, face, found).Visibility < Assess(frame, face, points).Visibility - 0.3) noticed++;
            }
        }

        Assert.True(noticed >= 10, $"Noticed on {noticed} of {People}.");
    }

    [Theory]
    [InlineData(Scrutiny.Glance, 6)]
    [InlineData(Scrutiny.Look, 12)]
    public void A_mirror_image_turns_and_leans_the_other_way_and_is_as_good(Scrutiny scrutiny, double degrees)
    {
        foreach ((Frame frame, Detection face, _) in Portraits())
        {
            using (frame)
            {
                using Frame mirrored = Filtered.By(frame, (from, to) => Cv2.Flip(from, to, FlipMode.Y));
                Detection there = face with { Box = face.Box with { X = frame.Size.Width - face.Box.Right } };
                FaceQuality one = TestPack.Vision.Assess(frame, face, TestPack.Vision.Locate(frame, face), scrutiny);
                FaceQuality other = TestPack.Vision.Assess(mirrored, there, TestPack.Vision.Locate(mirrored, there), scrutiny);
                Assert.Equal(one.Yaw, -other.Yaw, degrees);
                Assert.Equal(one.Roll, -other.Roll, 4.0);
                Assert.Equal(one.Pitch, other.Pitch, degrees);
                Assert.Equal(one.Overall, other.Overall, 0.15);
            }
        }
    }

    /// <summary>Invariant: the pose network's convention is understood, by agreement with the geometry of the points.</summary>
    [Fact]
    public void The_pose_network_and_the_points_turn_the_same_way()
    {
        int turned = 0;
        foreach ((Frame frame, Detection face, Landmarks points) in Portraits(60))
        {
            using (frame)
            {
                FaceQuality glance = TestPack.Vision.Assess(frame, face, points, Scrutiny.Glance);
                if (Math.Abs(glance.Yaw) < 20) continue;
                turned++;
                Assert.True(glance.Yaw * Assess(frame, face, points).Yaw > 0, "One turns left, the other right.");
            }
        }

        Assert.True(turned >= 3, $"Only {turned} faces are turned at all.");
    }

    /// <summary>Invariant: what is no face cannot be enrolled, even when a detector was sure of it. Floor 95 %.</summary>
    [Fact]
    public void What_is_no_face_is_refused()
    {
        int refused = 0, tried = 0;
        foreach ((Frame frame, Detection face, _) in Portraits(40))
        {
            using (frame)
            {
                foreach (Box corner in new Box[] { new(0, 190, 60, 60), new(190, 190, 60, 60), new(95, 200, 50, 50) })
                {
                    if (corner.IntersectionOverUnion(face.Box) > 0) continue;
                    tried++;
                    Detection sure = new(corner, 0.99f);
                    Landmarks points = TestPack.Vision.Locate(frame, sure);
                    var embedding = new float[TestPack.Vision.Models.EmbeddingSize];
                    using AlignedFace aligned = TestPack.Vision.Align(frame, points);
                    FaceQuality quality = Assess(frame, sure, points).Confirmed(TestPack.Vision.Embed(aligned, embedding));
                    if (quality.Overall < RecognitionPolicy.Default.LeastEnrolmentQuality) refused++;
                }
            }
        }

        Assert.True(refused >= 0.95 * tried, $"Refused {refused} of {tried}.");
    }

    private static FaceQuality Assess(Frame frame, Detection face, Landmarks points) =>
        TestPack.Vision.Assess(frame, face, points, Scrutiny.Look);

    private static IEnumerable<(Frame Frame, Detection Face, Landmarks Points)> Portraits(int people = People)
    {
        string folder = SharedData.Folder("lfw-dev");
        foreach (string person in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Take(people))
        {
            Frame frame = Decoder.Decode(File.ReadAllBytes(Directory.EnumerateFiles(person).Order(StringComparer.Ordinal).First()), Pictures.Noon);
            Detection face = TestPack.Vision.Detect(frame).MaxBy(found => found.Box.Area);
            yield return (frame, face, TestPack.Vision.Locate(frame, face));
        }
    }
}
