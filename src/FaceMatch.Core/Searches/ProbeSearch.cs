using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Watchlists;

namespace FaceMatch.Core.Searches;

/// <summary>One search with a probe image, kept as it was asked and answered.</summary>
public sealed class ProbeSearch
{
    private ProbeSearch()
    {
    }

    public ProbeSearch(
        Guid id, Guid by, string unit, string caseReference, string legalReference, string justification,
        string probeHash, FrameSize frame, ModelIdentity models, DateTimeOffset at)
    {
        Id = id;
        SearchedBy = by;
        Unit = unit;
        CaseReference = caseReference;
        LegalReference = legalReference;
        Justification = justification;
        ProbeHash = probeHash;
        FrameWidth = frame.Width;
        FrameHeight = frame.Height;
        Models = models;
        CreatedAt = at;
    }

    public Guid Id { get; private set; }

    public Guid SearchedBy { get; private set; }

    public string Unit { get; private set; } = "";

    public string CaseReference { get; private set; } = "";

    public string LegalReference { get; private set; } = "";

    public string Justification { get; private set; } = "";

    /// <summary>The original bytes lie in the vault under this hash (oversight rule 17).</summary>
    public string ProbeHash { get; private set; } = "";

    public int FrameWidth { get; private set; }

    public int FrameHeight { get; private set; }

    public ModelIdentity Models { get; private set; } = new("", "", "", "", 0);

    public DateTimeOffset CreatedAt { get; private set; }

    public string GalleryVersion { get; private set; } = "";

    public Coverage Coverage { get; private set; } = new(0, 0, 0, []);

    /// <summary>The lists that were searched; empty is every list.</summary>
    public List<Guid> WatchlistIds { get; private set; } = [];

    /// <summary>Every list that was searched, at its version, in order; empty for a search from before this was kept.</summary>
    public List<WatchlistVersion> WatchlistVersions { get; private set; } = [];

    public List<ProbeFace> Faces { get; private set; } = [];

    public List<Candidate> Candidates { get; } = [];

    /// <param name="versions">Of every list that was searched, in order.</param>
    public void Answer(
        string galleryVersion, Coverage coverage, IEnumerable<Guid> watchlists, IEnumerable<WatchlistVersion> versions, IEnumerable<ProbeFace> faces)
    {
        GalleryVersion = galleryVersion;
        Coverage = coverage;
        WatchlistIds = [.. watchlists];
        WatchlistVersions = [.. versions];
        Faces = [.. faces];
    }
}

public sealed record ProbeFace(int FaceIndex, Box Box, Landmarks Landmarks, FaceQuality Quality);
