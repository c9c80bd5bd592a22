using System.Globalization;
using FaceMatch.Console.Shared;
using FaceMatch.Core.Galleries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Tests.Shared;

public sealed class WordingTests : ConsoleContext
{
    private IStringLocalizer<Words> W => Services.GetRequiredService<IStringLocalizer<Words>>();

    [Theory]
    [InlineData(2.5e-5, "a stranger scores this high once in 40,000 comparisons")]
    [InlineData(1e-6, "a stranger scores this high once in 1,000,000 comparisons")]
    [InlineData(2.47e-5, "a stranger scores this high once in 40,000 comparisons")]
    [InlineData(0.3, "a stranger scores this high once in 3 comparisons")]
    [InlineData(0.013, "a stranger scores this high once in 77 comparisons")]
    [InlineData(1, "strangers score this high in most comparisons")]
    [InlineData(0, "no stranger scored this high when the calibration was made")]
    [InlineData(double.NaN, "strangers score this high in most comparisons")]
    public void A_false_match_rate_is_said_in_words(double fmr, string expected) => Assert.Equal(expected, W.FmrInWords(fmr));

    [Fact]
    public void The_words_follow_the_readers_language_and_its_digits()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr");
        string expected = $"un inconnu atteint ce score une fois sur {40_000.ToString("N0", CultureInfo.CurrentCulture)} comparaisons";
        Assert.Equal(expected, W.FmrInWords(2.5e-5));
    }

    [Theory]
    [InlineData(0.7714f, "0.771")]
    [InlineData(-0.05f, "−0.050")]
    [InlineData(1f, "1.000")]
    public void A_cosine_has_three_decimals(float cosine, string expected) => Assert.Equal(expected, Wording.Cosine(cosine));

    [Fact]
    public void An_incomplete_answer_says_which_part_is_missing_and_what_to_do()
    {
        string sentence = W.CoverageInWords(new Coverage(6, 8, 750_000, ["006", "007"]));
        Assert.Contains("Incomplete", sentence, StringComparison.Ordinal);
        Assert.Contains("6 of 8", sentence, StringComparison.Ordinal);
        Assert.Contains("750,000", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_that_the_console_does_not_know_is_shown_as_it_is() =>
        Assert.Equal("brand-new", W.Code("Reason", "brand-new"));
}
