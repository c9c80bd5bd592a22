using System.Globalization;
using System.Text.Json;
using FaceMatch.Core.Faces;

namespace FaceMatch.Core.Evaluation;

/// <summary>
/// Reader of face boxes: a JSON list of <c>{ file, originalWidth, originalHeight, boxes: [{ x, y, width, height }] }</c>, or the
/// text of WIDER FACE (Yang et al. 2016), <c>wider_face_val_bbx_gt.txt</c>: a file, a count, and so many lines
/// <c>x y width height blur expression illumination invalid occlusion pose</c>.
/// </summary>
public static class DetectionLabels
{
    /// <summary>Place of WIDER's mark for a face that no detector is asked for.</summary>
    private const int Invalid = 7;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <exception cref="FormatException">Neither of the two; the message says where.</exception>
    public static IReadOnlyList<LabelledPicture> Parse(string text) =>
        text.AsSpan().TrimStart().StartsWith("[") ? ParseJson(text) : ParseWider(text);

    private static LabelledPicture[] ParseJson(string text)
    {
        Entry[] entries;
        try
        {
            entries = JsonSerializer.Deserialize<Entry[]>(text, Options) ?? [];
        }
        catch (JsonException fault)
        {
            throw new FormatException($"The list of boxes is not readable: {fault.Message}", fault);
        }

        return [.. entries.Select(entry => Picture(
            entry.File,
            [.. entry.Boxes.Select(box => (new Box(box.X, box.Y, box.Width, box.Height), false))],
            entry is { OriginalWidth: > 0, OriginalHeight: > 0 }
                ? new FrameSize(entry.OriginalWidth.Value, entry.OriginalHeight.Value)
                : null))];
    }

    private static List<LabelledPicture> ParseWider(string text)
    {
        string[] lines = text.TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
        List<LabelledPicture> pictures = [];
        int line = 0;
        while (line < lines.Length)
        {
            string file = lines[line++];
            if (file.Length == 0) continue;
            if (line >= lines.Length || !int.TryParse(lines[line], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
                throw new FormatException($"Line {line + 1} must be the number of faces in {file}.");
            line++;

            // A picture without faces has one line of zeros.
            int following = count == 0 && line < lines.Length && lines[line].StartsWith("0 0 0 0", StringComparison.Ordinal) ? 1 : count;
            if (line + following > lines.Length) throw new FormatException($"{file} announces {count} faces, but the file ends before.");
            List<(Box, bool)> boxes = [];
            for (int i = 0; i < following; i++, line++)
                if (i < count) boxes.Add(ParseWiderBox(lines[line], line + 1));
            pictures.Add(Picture(file, boxes, null));
        }

        return pictures;
    }

    private static (Box Box, bool Ignored) ParseWiderBox(string text, int line)
    {
        string[] fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var numbers = new float[fields.Length];
        for (int i = 0; i < fields.Length; i++)
            if (!float.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                throw new FormatException($"Line {line}: '{fields[i]}' is not a number.");
        return numbers.Length >= 4
            ? (new Box(numbers[0], numbers[1], numbers[2], numbers[3]), numbers.Length > Invalid && numbers[Invalid] != 0)
            : throw new FormatException($"Line {line} must begin with x, y, width and height.");
    }

    /// <summary>A box without an area cannot be found by anybody: it is among the ignored, which the result counts.</summary>
    private static LabelledPicture Picture(string file, List<(Box Box, bool Ignored)> boxes, FrameSize? original) => new(
        file, [.. boxes.Where(box => !box.Ignored && box.Box.Area > 0).Select(box => box.Box)],
        [.. boxes.Where(box => box.Ignored || !(box.Box.Area > 0)).Select(box => box.Box)], original);

    private sealed record Entry(string File, IReadOnlyList<EntryBox> Boxes, int? OriginalWidth = null, int? OriginalHeight = null);

    private sealed record EntryBox(float X, float Y, float Width, float Height);
}
