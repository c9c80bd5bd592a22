using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FaceMatch.Console.Tests.Texts;

/// <summary>Reads the resource files themselves: what a translator edits is what is checked.</summary>
public sealed partial class TextTests
{
    private static readonly string Source = Path.Combine(RepositoryRoot(), "src", "FaceMatch.Console");

    public static TheoryData<string> EnglishFiles =>
        [.. Directory.EnumerateFiles(Source, "*.resx", SearchOption.AllDirectories)
            .Where(file => !Translated().IsMatch(file))
            .Select(file => Path.GetRelativePath(Source, file))];

    [Theory]
    [MemberData(nameof(EnglishFiles))]
    public void Every_text_exists_in_every_language_with_the_same_blanks(string file)
    {
        Dictionary<string, string> english = Read(file);
        Assert.NotEmpty(english);
        foreach (string language in new[] { "fr", "ar" })
        {
            Dictionary<string, string> other = Read(file.Replace(".resx", $".{language}.resx", StringComparison.Ordinal));
            Assert.Equal(english.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
            foreach ((string key, string text) in english)
            {
                Assert.True(other[key].Length > 0, $"{file} {language} {key} is empty");
                Assert.True(Blanks(text).SequenceEqual(Blanks(other[key])), $"{file} {language} {key} has other blanks than the English");
            }
        }
    }

    [Theory]
    [MemberData(nameof(EnglishFiles))]
    public void Oversight_01_No_text_claims_a_match_an_identification_a_suspect_or_a_percentage(string file)
    {
        foreach ((string key, string text) in Read(file)) Assert.False(Claims().IsMatch(text), $"{file} {key}: {text}");
    }

    [Fact]
    public void Every_text_that_a_page_asks_for_is_there()
    {
        List<string> missing = [];
        foreach (string file in Directory.EnumerateFiles(Source, "*.razor*", SearchOption.AllDirectories).Where(IsSource))
        {
            string code = File.ReadAllText(file);
            string folder = Path.GetDirectoryName(file)!;
            string? room = Directory.EnumerateFiles(folder, "*Text.resx").SingleOrDefault();
            if (room is not null) missing.AddRange(Asked(RoomText(), code, Read(Path.GetRelativePath(Source, room)), file));
            missing.AddRange(Asked(SharedWord(), code, Read("Words.resx"), file));
        }

        Assert.Empty(missing);
    }

    private static IEnumerable<string> Asked(Regex call, string code, Dictionary<string, string> texts, string file) =>
        call.Matches(code).Select(asked => asked.Groups["key"].Value).Where(key => !texts.ContainsKey(key)).Select(key => $"{Path.GetFileName(file)}: {key}");

    private static bool IsSource(string file) => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".razor.cs", StringComparison.Ordinal);

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Source, file)).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    private static IEnumerable<string> Blanks(string text) => Blank().Matches(text).Select(blank => blank.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static string RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FaceMatch.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("FaceMatch.sln is in no folder above the tests.");
    }

    [GeneratedRegex(@"\.(fr|ar)\.resx$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Translated();

    [GeneratedRegex(@"\{[0-9]+\}", RegexOptions.None, 1000)]
    private static partial Regex Blank();

    [GeneratedRegex(@"\bmatch(es|ed)?\b|\bidentif|\bsuspect|%", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Claims();

    [GeneratedRegex(@"\bT\[""(?<key>[^""{]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoomText();

    [GeneratedRegex(@"\bW\[""(?<key>[^""{]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SharedWord();
}
