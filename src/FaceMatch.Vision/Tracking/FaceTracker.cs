using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Tracking;

/// <param name="MinimumOverlap">IoU of a detection with a track's predicted box from which they are one person.</param>
/// <param name="LongestGap">A track that was not seen for so long has ended.</param>
public sealed record FaceTrackerOptions(float MinimumOverlap, TimeSpan LongestGap)
{
    /// <summary>A second bridges a blink of the detector; a new person in the same place is rarely there sooner.</summary>
    public static FaceTrackerOptions Default { get; } = new(0.3f, TimeSpan.FromSeconds(1));
}

/// <summary>
/// IoU and constant-velocity association inside one camera (after SORT, Bewley et al. 2016, with a plain velocity
/// estimate for its Kalman filter). Pairs are taken greedily, best overlap first; what is left may still join by
/// nearness, for people who move more than their own width between frames. Not thread-safe.
/// </summary>
public sealed class FaceTracker(FaceTrackerOptions? options = null) : IFaceTracker
{
    /// <summary>Centres this far apart, in face widths, can still be one person when the sizes agree.</summary>
    private const float NearbyWidths = 1f;

    /// <summary>Faces of one track do not change their width by more than this factor between two looks.</summary>
    private const float LargestGrowth = 1.5f;

    private readonly FaceTrackerOptions _options = options ?? FaceTrackerOptions.Default;
    private readonly List<Track> _tracks = [];
    private int _last;

    public TrackUpdate Update(IReadOnlyList<Detection> detections, DateTimeOffset capturedAt)
    {
        List<int> ended = End(track => capturedAt - track.SeenAt > _options.LongestGap);
        Box[] predicted = [.. _tracks.Select(track => track.Predict(capturedAt))];
        var assigned = new int[detections.Count];
        var taken = new bool[_tracks.Count];
        Associate(detections, predicted, assigned, taken, capturedAt, Overlap);
        Associate(detections, predicted, assigned, taken, capturedAt, Nearness);
        for (int i = 0; i < assigned.Length; i++)
        {
            if (assigned[i] != 0) continue;
            var track = new Track(++_last, detections[i].Box, capturedAt);
            _tracks.Add(track);
            assigned[i] = track.Number;
        }

        return new TrackUpdate(assigned, ended);
    }

    public IReadOnlyList<int> EndAll() => End(_ => true);

    private List<int> End(Predicate<Track> over)
    {
        List<int> ended = [.. _tracks.Where(track => over(track)).Select(track => track.Number)];
        _tracks.RemoveAll(over);
        return ended;
    }

    private void Associate(
        IReadOnlyList<Detection> detections, Box[] predicted, int[] assigned, bool[] taken, DateTimeOffset at,
        Func<Box, Box, float> affinity)
    {
        List<(float Affinity, int Detection, int Track)> pairs = [];
        for (int detection = 0; detection < assigned.Length; detection++)
            for (int track = 0; track < predicted.Length && assigned[detection] == 0; track++)
                if (!taken[track] && affinity(detections[detection].Box, predicted[track]) is > 0 and float value)
                    pairs.Add((value, detection, track));

        foreach ((_, int detection, int track) in pairs.OrderByDescending(pair => pair.Affinity))
        {
            if (taken[track] || assigned[detection] != 0) continue;
            taken[track] = true;
            assigned[detection] = _tracks[track].Number;
            _tracks[track].See(detections[detection].Box, at);
        }
    }

    private float Overlap(Box seen, Box predicted)
    {
        float overlap = seen.IntersectionOverUnion(predicted);
        return overlap >= _options.MinimumOverlap ? overlap : 0;
    }

    private static float Nearness(Box seen, Box predicted)
    {
        float growth = seen.Width / Math.Max(predicted.Width, float.Epsilon);
        if (growth is > LargestGrowth or < 1 / LargestGrowth) return 0;
        float x = seen.Centre.X - predicted.Centre.X, y = seen.Centre.Y - predicted.Centre.Y;
        float widths = MathF.Sqrt((x * x) + (y * y)) / Math.Max(seen.Width, predicted.Width);
        return widths < NearbyWidths ? 1 - (widths / NearbyWidths) : 0;
    }

    private sealed class Track(int number, Box box, DateTimeOffset seenAt)
    {
        /// <summary>Weight of the newest velocity: detector boxes tremble, so one step is not believed alone.</summary>
        private const float Trust = 0.5f;

        private Box _box = box;
        private float _velocityX;
        private float _velocityY;

        public int Number { get; } = number;

        public DateTimeOffset SeenAt { get; private set; } = seenAt;

        public Box Predict(DateTimeOffset at)
        {
            float seconds = Math.Max(0, (float)(at - SeenAt).TotalSeconds);
            return _box with { X = _box.X + (_velocityX * seconds), Y = _box.Y + (_velocityY * seconds) };
        }

        public void See(Box box, DateTimeOffset at)
        {
            float seconds = (float)(at - SeenAt).TotalSeconds;
            if (seconds > 0)
            {
                _velocityX += Trust * (((box.Centre.X - _box.Centre.X) / seconds) - _velocityX);
                _velocityY += Trust * (((box.Centre.Y - _box.Centre.Y) / seconds) - _velocityY);
            }

            _box = box;
            SeenAt = at;
        }
    }
}
