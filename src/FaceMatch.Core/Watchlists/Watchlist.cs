using FaceMatch.Core.Accounts;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Core.Watchlists;

/// <summary>A named list of subjects kept for one purpose.</summary>
public sealed class Watchlist
{
    private Watchlist()
    {
    }

    public Watchlist(string name, string purpose, SubjectCategory category, string unit, Guid createdBy, DateTimeOffset createdAt)
    {
        Id = Guid.CreateVersion7(createdAt);
        Name = name;
        Purpose = purpose;
        Category = category;
        Unit = unit;
        CreatedBy = createdBy;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public string Purpose { get; private set; } = "";

    public SubjectCategory Category { get; private set; }

    public string Unit { get; private set; } = "";

    public Guid CreatedBy { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>
    /// Grows with every change of membership; searches and deployments name it. The storage counts it, so that two
    /// changes made at once both count.
    /// </summary>
    public long Version { get; private set; }
}

/// <summary>A list as it was at one time: <see cref="Watchlist.Version"/> tells which change it had seen last.</summary>
public sealed record WatchlistVersion(Guid WatchlistId, long Version);

/// <summary>One subject on one list.</summary>
public sealed class WatchlistEntry(Guid watchlistId, Guid subjectId, Guid addedBy, DateTimeOffset addedAt)
{
    public Guid WatchlistId { get; private set; } = watchlistId;

    public Guid SubjectId { get; private set; } = subjectId;

    public Guid AddedBy { get; private set; } = addedBy;

    public DateTimeOffset AddedAt { get; private set; } = addedAt;
}

public sealed record CreateWatchlistRequest(string? Name, string? Purpose, string? Category);

public sealed record CreatedWatchlist(string Id);

public sealed record WatchlistView(
    string Id, string Name, string Purpose, string Category, string Unit, long Version, int Subjects, int Searchable, DateTimeOffset CreatedAt);

public interface IWatchlistService
{
    Task<CreatedWatchlist> CreateAsync(Actor actor, CreateWatchlistRequest request, CancellationToken cancellationToken);

    /// <summary>Idempotent. The subject's category must be the list's.</summary>
    Task AddSubjectAsync(Actor actor, Guid watchlistId, Guid subjectId, CancellationToken cancellationToken);

    Task RemoveSubjectAsync(Actor actor, Guid watchlistId, Guid subjectId, CancellationToken cancellationToken);

    Task<IReadOnlyList<WatchlistView>> ListAsync(Actor actor, CancellationToken cancellationToken);
}
