using CsCheck;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Core.Tests.Evaluation;

public sealed class LfwPairsTests
{
    [Fact]
    public void Same_and_different_pairs_are_read_by_fold()
    {
        IReadOnlyList<LfwPair> pairs = LfwPairs.Parse("2\t1\nAda\t1\t2\nAda\t1\tBob\t3\nCy\t4\t5\r\nCy\t4\tDee\t1\n\n");
        Assert.Equal(
            [
                new LfwPair(0, new("Ada", 1), new("Ada", 2), true),
                new LfwPair(0, new("Ada", 1), new("Bob", 3), false),
                new LfwPair(1, new("Cy", 4), new("Cy", 5), true),
                new LfwPair(1, new("Cy", 4), new("Dee", 1), false),
            ],
            pairs);
        Assert.Equal("Ada/Ada_0002.jpg", pairs[0].Second.RelativePath);
    }

    [Theory]
    [InlineData("", "Line 1")]
    [InlineData("x y", "Line 1")]
    [InlineData("1 2\nA 1 2", "4 lines in all, but 1 follow")]
    [InlineData("1 1\nA 1 2\nA 1 2", "Line 3")]
    [InlineData("1 1\nA 1 B 2\nA 1 B 2", "Line 2")]
    [InlineData("1 1\nA 1 zwei\nA 1 B 2", "'zwei'")]
    [InlineData("1 1\nA 0 1\nA 1 B 2", "'0'")]
    public void A_file_that_is_no_pairs_file_is_refused_by_line(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => LfwPairs.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void No_text_makes_the_reader_fail_in_another_way() =>
        Gen.String[Gen.Char["0123AB \t\n"], 0, 40].Sample(text =>
        {
            try
            {
                LfwPairs.Parse(text);
            }
            catch (FormatException)
            {
                // The one documented way to fail.
            }
        });
}
