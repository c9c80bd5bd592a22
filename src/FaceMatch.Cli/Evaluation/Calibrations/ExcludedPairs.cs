using System.CommandLine;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation.Calibrations;

/// <summary>Folders that hold one person under two names: comparing them would count a right answer as a false match.</summary>
internal static class ExcludedPairs
{
    public static Option<FileInfo> Option() => new Option<FileInfo>("--exclude")
    {
        Description = "File of folder pairs that are not compared, one 'FOLDER,FOLDER' a line.",
        HelpName = "FILE",
    }.AcceptExistingOnly();

    /// <param name="file">Null is no pair.</param>
    /// <exception cref="UsageException">A line is not a pair.</exception>
    public static async Task<IReadOnlySet<PeoplePair>> ReadAsync(FileInfo? file, CancellationToken cancellationToken)
    {
        HashSet<PeoplePair> excluded = [];
        if (file is null) return excluded;
        foreach (string line in await File.ReadAllLinesAsync(file.FullName, cancellationToken))
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            string[] people = line.Split(',', StringSplitOptions.TrimEntries);
            if (people.Length != 2) throw new UsageException($"{file.FullName}: '{line}' must be 'FOLDER,FOLDER'.");
            excluded.Add(PeoplePair.Of(people[0], people[1]));
        }

        return excluded;
    }
}
