using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using FaceMatch.Console.Shared;
using FaceMatch.Core.Faces;

namespace FaceMatch.Console.Tests.Shared;

public sealed class FaceGeometryTests : ConsoleContext
{
    private static readonly FrameSize Frame = new(640, 360);

    [Theory]
    [InlineData(0, 0, 40, 50)]
    [InlineData(600, 300, 40, 60)]
    [InlineData(100, 20, 300, 330)]
    public void A_portrait_is_square_and_stays_inside_the_picture(float x, float y, float width, float height)
    {
        Box portrait = FaceGeometry.Portrait(new Box(x, y, width, height), Frame);
        Assert.Equal(portrait.Width, portrait.Height, 3);
        Assert.True(portrait is { X: >= 0, Y: >= 0 } && portrait.Right <= Frame.Width + 0.01 && portrait.Bottom <= Frame.Height + 0.01);
    }

    [Fact]
    public void A_portrait_shows_more_than_the_detectors_box()
    {
        Box face = new(200, 100, 80, 100);
        Box portrait = FaceGeometry.Portrait(face, Frame);
        Assert.True(portrait.X < face.X && portrait.Y < face.Y && portrait.Right > face.Right && portrait.Bottom > face.Bottom);
    }

    [Fact]
    public void Faces_are_drawn_in_the_pixels_of_the_picture_whatever_the_language()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr");
        IRenderedComponent<FaceOverlay> overlay = Overlay(chosen: null);
        Assert.Equal("0 0 640 360", overlay.Find("svg").GetAttribute("viewBox"));
        IElement first = overlay.FindAll("rect")[0];
        Assert.Equal("10.5", first.GetAttribute("x"));
        Assert.Equal("30.25", first.GetAttribute("width"));
    }

    [Fact]
    public void A_face_is_chosen_by_click_and_by_key()
    {
        List<int> chosen = [];
        IRenderedComponent<FaceOverlay> overlay = Overlay(chosen: 0, chosen.Add);
        overlay.FindAll("[role=button]")[1].Click();
        overlay.FindAll("[role=button]")[0].KeyDown("Enter");
        overlay.FindAll("[role=button]")[1].KeyDown("x");
        Assert.Equal([1, 0], chosen);
    }

    [Fact]
    public void The_chosen_face_is_told_to_a_screen_reader()
    {
        IRenderedComponent<FaceOverlay> overlay = Overlay(chosen: 1);
        Assert.Equal(["false", "true"], overlay.FindAll("[role=button]").Select(face => face.GetAttribute("aria-pressed")!));
    }

    private IRenderedComponent<FaceOverlay> Overlay(int? chosen, Action<int>? choose = null) => Render<FaceOverlay>(overlay => overlay
        .Add(o => o.Frame, Frame)
        .Add(o => o.Faces, [new OverlayFace(0, new Box(10.5f, 20, 30.25f, 40)), new OverlayFace(1, new Box(100, 50, 60, 70))])
        .Add(o => o.Chosen, chosen)
        .Add(o => o.ChosenChanged, face => choose?.Invoke(face)));
}
