using System.Globalization;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.OpenSet;

/// <summary>
/// Names the images behind the errors at the second rate of false positives, those that err in most galleries first. To a
/// person's terminal only: file names may be names of people, and go into no report.
/// </summary>
internal sealed class OpenSetMisses(LabelledFolder folder, EmbeddedSet set, CliEnvironment environment)
{
    public void Show(IReadOnlyList<IReadOnlyList<SearchOutcome>> searches, OpenSetResult result, int most)
    {
        double threshold = result.FnirAtFpir[1].Threshold;
        SearchOutcome[] all = [.. searches.SelectMany(search => search)];
        environment.Say(Format($"Missed at cosine {threshold:F3}: searches of all in which the image was a probe, its best and worst score against its mate, its best score against another"));
        Say(all.Where(search => search.Mated).GroupBy(search => search.Image)
            .Select(group => (Image: group.Key, Wrong: group.Count(search => search.MateScore < threshold), Of: group.Count(),
                Text: Format($"{group.Max(search => search.MateScore):F3} {group.Min(search => search.MateScore):F3} {group.Max(search => search.BestOther):F3}"))), most);
        environment.Say(Format($"False positives at cosine {threshold:F3}: searches as a stranger, the best score, and against which image"));
        Say(all.Where(search => !search.Mated).GroupBy(search => search.Image)
            .Select(group => (group, best: group.MaxBy(search => search.BestOther)))
            .Select(of => (Image: of.group.Key, Wrong: of.group.Count(search => search.BestOther >= threshold), Of: of.group.Count(),
                Text: Format($"{of.best.BestOther:F3} {(of.best.Other < 0 ? "" : Name(of.best.Other))}"))), most);
    }

    private void Say(IEnumerable<(int Image, int Wrong, int Of, string Text)> images, int most)
    {
        foreach ((int image, int wrong, int of, string text) in images.Where(image => image.Wrong > 0)
            .OrderByDescending(image => image.Wrong).ThenBy(image => image.Image).Take(most))
            environment.Say(Format($"{wrong,3} of {of,3}  {text}  {Name(image)}  {Faces(set.Faces[image])}"));
    }

    private static string Faces(EmbeddedFace? face) => face is null
        ? "no face found"
        : Format($"face {face.Detection.Box.X:F0},{face.Detection.Box.Y:F0} {face.Detection.Box.Width:F0}x{face.Detection.Box.Height:F0} score {face.Detection.Score:F2}, 1 of {face.FacesFound}");

    private string Name(int image) => Path.GetRelativePath(folder.Folder.FullName, folder.Images[image].File);

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
