namespace FaceMatch.Vision.Models;

/// <summary>What is wrong with a manifest's sources and files, in words.</summary>
internal static class PackFileFaults
{
    public static IEnumerable<string> Of(PackManifest manifest)
    {
        foreach ((string name, PackSource source) in manifest.Sources)
        {
            if (source is NpmSource npm && !npm.Integrity.StartsWith("sha512-", StringComparison.Ordinal))
                yield return $"sources.{name}.integrity must begin with sha512-";
            if (source is ManualSource manual && !Uri.TryCreate(manual.Page, UriKind.Absolute, out _))
                yield return $"sources.{name}.page must be a web address";
        }

        foreach (string twice in manifest.Files.CountBy(file => file.Name).Where(name => name.Value > 1).Select(name => name.Key))
            yield return $"files: {twice} is listed twice";
        foreach (string fault in manifest.Files.SelectMany(file => Of(file, manifest))) yield return fault;
    }

    private static IEnumerable<string> Of(PackFile file, PackManifest manifest)
    {
        if (file.Name.Length == 0 || file.Name != Path.GetFileName(file.Name))
            yield return $"files: '{file.Name}' must be a plain file name";
        if (!manifest.Sources.ContainsKey(file.Source))
            yield return $"files: {file.Name} is from '{file.Source}', which is not among sources";
        if (!IsHash(file.Sha256Before) || (file.Sha256After is { } after && !IsHash(after)))
            yield return $"files: {file.Name} needs its SHA-256 in lower-case hex";
        if (file.Rewrite == GraphRewrite.None && file.Sha256Before != file.Sha256After)
            yield return $"files: {file.Name} is not rewritten, yet its two hashes differ";
        if (file.Sha256After is null && manifest.Sources.GetValueOrDefault(file.Source) is NpmSource)
            yield return $"files: {file.Name} can be fetched, so its sha256After must be stated";
        if (file.Companion is { } companion && !IsHash(companion.Sha256))
            yield return $"files: the companion of {file.Name} needs a SHA-256 in lower-case hex";
        if (file.Companion is null == (file.Rewrite == GraphRewrite.DlibResnet))
            yield return $"files: {file.Name} must have a companion if its rewrite is dlib-resnet, and only then";
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
