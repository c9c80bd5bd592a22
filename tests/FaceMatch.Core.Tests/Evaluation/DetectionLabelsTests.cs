using FaceMatch.Core.Evaluation;
using FaceMatch.Core.Faces;

namespace FaceMatch.Core.Tests.Evaluation;

public sealed class DetectionLabelsTests
{
    [Fact]
    public void Boxes_of_a_squashed_picture_are_restored_with_its_aspect()
    {
        LabelledPicture picture = Assert.Single(DetectionLabels.Parse(
            """[{ "file": "a.jpg", "originalWidth": 800, "originalHeight": 600, "boxes": [{ "x": 100, "y": 100, "width": 20, "height": 40 }] }]"""));
        Assert.Equal(new FrameSize(800, 600), picture.OriginalSize);
        Assert.Equal([new Box(200, 150, 40, 60)], picture.Restored(new FrameSize(400, 400)).Boxes);
    }

    [Fact]
    public void Without_an_original_size_boxes_stay()
    {
        LabelledPicture picture = Assert.Single(DetectionLabels.Parse(
            """[{ "file": "a.jpg", "boxes": [{ "x": 1, "y": 2, "width": 3, "height": 4 }] }]"""));
        Assert.Equal([new Box(1, 2, 3, 4)], picture.Restored(new FrameSize(400, 400)).Boxes);
    }

    [Fact]
    public void The_text_of_wider_face_is_read_with_its_invalid_faces_set_apart()
    {
        IReadOnlyList<LabelledPicture> pictures = DetectionLabels.Parse(
            """
            0--Parade/a.jpg
            3
            449 330 122 149 0 0 0 0 0 0
            10 20 8 9 2 0 0 1 2 0
            10 20 0 9 2 0 0 0 2 0
            1--Handshaking/b.jpg
            0
            0 0 0 0 0 0 0 0 0 0
            1--Handshaking/c.jpg
            1
            1 2 3 4 0 0 0 0 0 0

            """);
        Assert.Equal(["0--Parade/a.jpg", "1--Handshaking/b.jpg", "1--Handshaking/c.jpg"], pictures.Select(picture => picture.File));
        Assert.Equal([new Box(449, 330, 122, 149)], pictures[0].Boxes);
        Assert.Equal([new Box(10, 20, 8, 9), new Box(10, 20, 0, 9)], pictures[0].Ignored);
        Assert.Empty(pictures[1].Boxes);
        Assert.Equal([new Box(1, 2, 3, 4)], pictures[2].Boxes);
    }

    [Theory]
    [InlineData("a.jpg\nmany\n", "Line 2")]
    [InlineData("a.jpg\n2\n1 2 3 4\n", "announces 2 faces")]
    [InlineData("a.jpg\n1\n1 2 x 4\n", "Line 3")]
    [InlineData("a.jpg\n1\n1 2 3\n", "Line 3")]
    [InlineData("[{ \"file\": \"a.jpg\" }]", "not readable")]
    public void What_is_neither_is_refused_by_place(string text, string place) =>
        Assert.Contains(place, Assert.Throws<FormatException>(() => DetectionLabels.Parse(text)).Message, StringComparison.Ordinal);
}
