namespace FaceMatch.Index.Files;

/// <summary>Where an index keeps itself from one run to the next. What is in the files is a copy: the truth is elsewhere.</summary>
/// <param name="Folder">Of this index alone; made when it is missing, readable by its owner only.</param>
/// <param name="Key">32 bytes, from which the key of the folder is derived.</param>
/// <param name="Contents">What the vectors are (model, gallery, shard). A folder that was written for other contents does not
/// open: two models are never compared.</param>
public sealed record IndexFiles(string Folder, ReadOnlyMemory<byte> Key, string Contents)
{
    public const int KeyLength = 32;

    /// <summary>Leaves nothing of the files in a folder, unless an index has it.</summary>
    /// <returns>False when an index has it.</returns>
    /// <exception cref="IOException">The disk does not let them be wiped.</exception>
    /// <exception cref="UnauthorizedAccessException">They are somebody else's.</exception>
    public static bool TryWipe(string folder) => IndexFolder.TryWipe(folder);
}

/// <summary>What was found in the folder.</summary>
/// <param name="Templates">Those that are in the index now.</param>
/// <param name="Faults">A sentence for each file that was damaged, torn or of something else, or for the folder itself where that cannot
/// be used. The file was wiped; its templates have to be read from the truth again.</param>
/// <param name="Note">What was given to the last <see cref="ExactIndex.Save"/> that had one; empty when there is none.</param>
public sealed record IndexFilesReport(long Templates, IReadOnlyList<string> Faults, ReadOnlyMemory<byte> Note);

/// <summary>A file of an index is not what was written: damaged, torn, or for other contents.</summary>
public sealed class IndexFileException : IOException
{
    public IndexFileException()
    {
    }

    public IndexFileException(string message)
        : base(message)
    {
    }

    public IndexFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
