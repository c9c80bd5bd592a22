using System.Globalization;

namespace FaceMatch.Core.Evaluation;

/// <summary>One image of Labeled Faces in the Wild: the person's folder and the image's number, from 1.</summary>
public readonly record struct LfwImage(string Person, int Number)
{
    /// <summary>Path below the set's folder, <c>Name/Name_0001.jpg</c>.</summary>
    public string RelativePath => $"{Person}/{Person}_{Number.ToString("D4", CultureInfo.InvariantCulture)}.jpg";
}

/// <param name="Fold">From 0.</param>
/// <param name="Same">Whether both images show one person.</param>
public readonly record struct LfwPair(int Fold, LfwImage First, LfwImage Second, bool Same);

/// <summary>
/// Reader of LFW View 2 pairs files (Huang et al. 2007): a line <c>FOLDS PAIRS</c>, then for each fold PAIRS lines
/// <c>Name n m</c> of one person and PAIRS lines <c>Name n Other m</c> of two, fields separated by tabs or spaces.
/// </summary>
public static class LfwPairs
{
    /// <exception cref="FormatException">Not a pairs file; the message names the line.</exception>
    public static IReadOnlyList<LfwPair> Parse(string text)
    {
        string[][] lines =
        [
            .. text.Split('\n').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        ];
        int length = lines.Length;
        while (length > 0 && lines[length - 1].Length == 0) length--;
        if (length == 0 || lines[0].Length != 2)
            throw new FormatException("Line 1 must give the number of folds and of pairs, as in '10 300'.");
        int folds = Number(lines[0][0], 1), pairs = Number(lines[0][1], 1);
        if (length - 1 != 2L * folds * pairs)
            throw new FormatException(
                $"Line 1 announces {folds} folds of {pairs} same and {pairs} different pairs, {2L * folds * pairs} lines in all, "
                + $"but {length - 1} follow.");

        var parsed = new LfwPair[length - 1];
        for (int i = 0; i < parsed.Length; i++)
        {
            int line = i + 2, fold = i / (2 * pairs);
            bool same = i % (2 * pairs) < pairs;
            parsed[i] = (same, lines[i + 1]) switch
            {
                (true, [var name, var first, var second]) => new LfwPair(
                    fold, new(name, Number(first, line)), new(name, Number(second, line)), true),
                (false, [var name, var first, var other, var second]) => new LfwPair(
                    fold, new(name, Number(first, line)), new(other, Number(second, line)), false),
                (true, _) => throw new FormatException($"Line {line} must be 'NAME NUMBER NUMBER', a pair of one person."),
                _ => throw new FormatException($"Line {line} must be 'NAME NUMBER NAME NUMBER', a pair of two people."),
            };
        }

        return parsed;
    }

    private static int Number(string field, int line) =>
        int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"Line {line}: '{field}' is not a positive whole number.");
}
