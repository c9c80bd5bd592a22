using AngleSharp.Dom;
using Bunit;
using FaceMatch.Console.Reviews;
using FaceMatch.Core.Reviews;
using Microsoft.AspNetCore.Components.Web;

namespace FaceMatch.Console.Tests.Reviews;

public sealed class OpinionFormTests : ConsoleContext
{
    private readonly List<OpinionRequest> _given = [];

    [Fact]
    public void Nothing_is_chosen_for_the_reviewer() =>
        Assert.DoesNotContain(Form().FindAll("input[type=radio]"), radio => radio.HasAttribute("checked"));

    [Fact]
    public void Different_and_cannot_tell_are_offered_beside_same() =>
        Assert.Equal(["same", "different", "cannot-tell"], Form().FindAll("input[name=conclusion]").Select(radio => radio.GetAttribute("value")!));

    [Fact]
    public void It_cannot_be_given_before_every_feature_and_the_conclusion_are_answered()
    {
        IRenderedComponent<OpinionForm> form = Form();
        for (int row = 0; row < OpinionDraft.Features.Count; row++)
        {
            Assert.True(Submit(form).HasAttribute("disabled"));
            Press(form, row, "1");
        }

        Assert.True(Submit(form).HasAttribute("disabled"));
        form.Find("form").Submit();
        Assert.Empty(_given);

        Press(form, OpinionDraft.Features.Count, "2");
        Assert.False(Submit(form).HasAttribute("disabled"));
    }

    [Fact]
    public void The_whole_opinion_can_be_given_by_keyboard()
    {
        IRenderedComponent<OpinionForm> form = Form();
        string[] keys = ["1", "2", "3", "1", "1", "3", "2"];
        for (int row = 0; row < keys.Length; row++) Press(form, row, keys[row]);
        Press(form, keys.Length, "3");
        form.Find("#note").Input("The left ear is covered.");
        form.Find("form").KeyDown(new KeyboardEventArgs { Key = "Enter", CtrlKey = true });

        OpinionRequest opinion = Assert.Single(_given);
        Assert.Equal("cannot-tell", opinion.Conclusion);
        Assert.Equal("The left ear is covered.", opinion.Note);
        Assert.Equal("different", opinion.Checklist!["brow"]);
        Assert.Equal("not-visible", opinion.Checklist["ears"]);
        Assert.Equal(OpinionDraft.Features.Order(StringComparer.Ordinal), opinion.Checklist.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Control_and_enter_before_it_is_complete_gives_nothing()
    {
        IRenderedComponent<OpinionForm> form = Form();
        Press(form, 0, "1");
        form.Find("form").KeyDown(new KeyboardEventArgs { Key = "Enter", CtrlKey = true });
        Assert.Empty(_given);
    }

    private IRenderedComponent<OpinionForm> Form() => Render<OpinionForm>(form => form.Add(f => f.Given, _given.Add));

    private static void Press(IRenderedComponent<OpinionForm> form, int row, string key) => form.FindAll("fieldset")[row].KeyDown(key);

    private static IElement Submit(IRenderedComponent<OpinionForm> form) => form.Find("button[type=submit]");
}
