using CsCheck;
using FaceMatch.Core.Evaluation;
using FaceMatch.Core.Faces;

namespace FaceMatch.Core.Tests.Evaluation;

public sealed class DetectionTallyTests
{
    private static readonly Gen<(float Score, bool Right)[]> Judged =
        Gen.Select(Gen.Int[0, 10], Gen.Bool, (score, right) => (score / 10f, right)).Array[0, 40];

    private static readonly Gen<Box> AnyBox =
        Gen.Select(Gen.Float[0, 90], Gen.Float[0, 90], Gen.Float[5, 40], Gen.Float[5, 40], (x, y, w, h) => new Box(x, y, w, h));

    [Fact]
    public void Average_precision_is_the_area_under_the_best_precision_at_each_recall() =>
        Gen.Select(Judged, Gen.Int[0, 10]).Sample((judged, unfound) =>
        {
            int right = judged.Count(one => one.Right), faces = right + unfound;
            (double Recall, double Precision)[] points = [.. judged.Select(one => one.Score).Distinct().Select(score =>
            {
                (float Score, bool Right)[] accepted = [.. judged.Where(one => one.Score >= score)];
                return ((double)accepted.Count(one => one.Right) / faces, (double)accepted.Count(one => one.Right) / accepted.Length);
            })];

            // One step of recall a face: at each the best precision of any point that reaches it.
            double expected = faces == 0
                ? 0
                : Enumerable.Range(1, faces).Sum(found => points
                    .Where(point => point.Recall >= (found - 0.5) / faces).Select(point => point.Precision).DefaultIfEmpty(0).Max()) / faces;
            Assert.Equal(expected, AveragePrecision.Of(judged, faces), 1e-9);
        });

    [Fact]
    public void Average_precision_is_one_for_right_answers_alone_and_does_not_rise_with_a_wrong_one() =>
        Gen.Select(Judged, Gen.Int[0, 10]).Sample((judged, score) =>
        {
            int faces = judged.Count(one => one.Right) + 1;
            Assert.True(AveragePrecision.Of([.. judged, (score / 10f, false)], faces) <= AveragePrecision.Of(judged, faces) + 1e-12);
            (float, bool)[] right = [.. judged.Where(one => one.Right)];
            if (right.Length > 0) Assert.Equal(1, AveragePrecision.Of(right, right.Length), 1e-12);
        });

    [Fact]
    public void A_detector_that_gives_the_marked_boxes_is_perfect() =>
        AnyBox.Array[1, 12].Sample(boxes =>
        {
            Box[] apart = [.. boxes.Select((box, i) => box with { X = box.X + (i * 200) })];
            DetectionTally tally = new(0.5);
            tally.Add(Picture(apart), [.. apart.Select(box => new Detection(box, 0.9f))]);
            DetectionMeasure measure = tally.Measure();
            Assert.Equal(1, measure.AveragePrecision, 1e-12);
            Assert.All(measure.Operating.Where(point => point.Score <= 0.8), point => Assert.Equal((1, 1), (point.Precision, point.Recall)));
            Assert.All(measure.RecallByWidth, width => Assert.Equal(width.Faces, width.Found));
            Assert.Equal(boxes.Length, measure.RecallByWidth.Sum(width => width.Faces));
        });

    [Fact]
    public void A_second_box_on_a_face_is_wrong_and_one_that_overlaps_too_little_too()
    {
        DetectionTally tally = new(0.5);
        Box face = new(0, 0, 100, 100);
        tally.Add(
            Picture(face), [new Detection(face with { X = 5 }, 0.8f), new Detection(face, 0.9f), new Detection(face with { X = 40 }, 0.7f)]);
        OperatingPoint all = tally.Measure().Operating.Single(point => point.Score == 0.5);
        Assert.Equal(1 / 3.0, all.Precision, 1e-12);
        Assert.Equal(1, all.Recall);
        Assert.Equal(1, tally.Measure().AveragePrecision);
    }

    [Fact]
    public void A_face_that_the_set_ignores_counts_neither_way_and_is_counted_as_such()
    {
        DetectionTally tally = new(0.5);
        Box ignored = new(300, 0, 50, 50);
        tally.Add(new LabelledPicture("a.jpg", [new Box(0, 0, 100, 100)], [ignored]), [new Detection(ignored, 0.9f)]);
        DetectionMeasure measure = tally.Measure();
        Assert.Equal(1, measure.Ignored);
        Assert.Equal(1, measure.Faces);
        Assert.All(measure.Operating, point => Assert.Equal((1, 0), (point.Precision, point.Recall)));
    }

    [Fact]
    public void Recall_by_width_counts_from_the_accepted_score_on()
    {
        DetectionTally tally = new(0.5);
        Box narrow = new(0, 0, 10, 14), wide = new(100, 0, 60, 80);
        tally.Add(Picture(narrow, wide), [new Detection(narrow, 0.4f), new Detection(wide, 0.5f)]);
        IReadOnlyList<WidthRecall> recalls = tally.Measure().RecallByWidth;
        Assert.Equal(0, recalls.Single(recall => recall.From == 8).Recall);
        Assert.Equal(1, recalls.Single(recall => recall.From == 48).Recall);
        Assert.Null(recalls.Single(recall => recall.From == 24).Recall);
    }

    private static LabelledPicture Picture(params Box[] boxes) => new("a.jpg", boxes, []);
}
