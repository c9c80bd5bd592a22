using FaceMatch.Storage.Postgres;

namespace FaceMatch.Storage;

/// <summary>Where the truth lies. Checked by <see cref="Validate"/> before anything is opened.</summary>
/// <param name="DataDirectory">
/// Folder of the images and the keys, and of the database where that is SQLite; made with mode 0700 when absent. Servers that share a
/// PostgreSQL database share this folder too.
/// </param>
/// <param name="PostgresConnection">Connection string of a PostgreSQL database; null is SQLite, <c>facematch.db</c> in the data directory.</param>
public sealed record StorageOptions(string DataDirectory, string? PostgresConnection = null)
{
    /// <summary>What the host reads <see cref="PostgresConnection"/> from, as <c>ConnectionStrings__FaceMatch</c> in the environment.</summary>
    public const string ConnectionName = "FaceMatch";

    /// <summary>
    /// How long a save waits for another process that holds the database before it is refused; whole seconds.
    /// Longer than any transaction of ours, shorter than the patience of an HTTP client.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether several servers may have this truth at once: on PostgreSQL, never on SQLite.</summary>
    public bool IsShared => PostgresConnection is not null;

    public string DatabaseFile => Path.Combine(DataDirectory, "facematch.db");

    public string ImageDirectory => Path.Combine(DataDirectory, "images");

    public string KeyDirectory => Path.Combine(DataDirectory, "keys");

    /// <summary>Every fault, each as a sentence that names its setting.</summary>
    public IReadOnlyList<string> Faults()
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(DataDirectory)) faults.Add("DataDirectory is empty: name the folder that shall hold the data.");
        if (LockTimeout < TimeSpan.FromSeconds(1)) faults.Add("LockTimeout is below one second: give at least one second.");
        if (PostgresConnection is not null && PostgresProvider.Fault(PostgresConnection) is { } fault)
            faults.Add($"ConnectionStrings:{ConnectionName} {fault}");
        return faults;
    }

    /// <exception cref="StorageStartException">Names every fault at once.</exception>
    public void Validate()
    {
        IReadOnlyList<string> faults = Faults();
        if (faults.Count > 0) throw new StorageStartException(string.Join(' ', faults));
    }

    /// <summary>Without the connection string, which may hold a password: this ends up in logs.</summary>
    public override string ToString() => $"{(IsShared ? "PostgreSQL" : "SQLite")}, data in {DataDirectory}";
}

/// <summary>The storage cannot be started as it is; the message says why and what to do.</summary>
public sealed class StorageStartException(string message, Exception? inner = null) : Exception(message, inner);
