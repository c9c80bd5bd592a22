using FaceMatch.Cli.Client;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Watchlists;

namespace FaceMatch.Cli.Connection;

/// <summary>People name watchlists; the API wants ids.</summary>
public static class WatchlistNames
{
    public static async Task<WatchlistView?> FindAsync(FaceMatchClient client, string name, CancellationToken cancellationToken) =>
        (await client.ListWatchlistsAsync(cancellationToken)).FirstOrDefault(list => string.Equals(list.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <param name="names">Names or ids.</param>
    /// <exception cref="UsageException">Some are not there; says which are.</exception>
    public static async Task<IReadOnlyList<string>> ToIdsAsync(FaceMatchClient client, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.All(name => Guid.TryParse(name, out _))) return names;
        IReadOnlyList<WatchlistView> lists = await client.ListWatchlistsAsync(cancellationToken);
        List<string> ids = [];
        List<string> unknown = [];
        foreach (string name in names)
        {
            WatchlistView? list = lists.FirstOrDefault(list => list.Id == name || string.Equals(list.Name, name, StringComparison.OrdinalIgnoreCase));
            if (list is null) unknown.Add($"'{name}'");
            else ids.Add(list.Id);
        }

        if (unknown.Count == 0) return ids;
        string known = lists.Count == 0 ? "This account sees none." : $"There are: {string.Join(", ", lists.Select(list => list.Name))}.";
        throw new UsageException($"There is no watchlist {string.Join(" and ", unknown)}. {known}");
    }
}
