using Microsoft.Data.Sqlite;

namespace FaceMatch.Storage;

/// <summary>Where the truth lies. Checked by <see cref="Validate"/> before anything is opened.</summary>
/// <param name="DataDirectory">Folder of the database, the images and the keys; made with mode 0700 when absent.</param>
/// <param name="ConnectionString">SQLite connection string; null is <c>facematch.db</c> in the data directory.</param>
public sealed record StorageOptions(string DataDirectory, string? ConnectionString = null)
{
    /// <summary>
    /// How long a save waits for another process that holds the database before it is refused; whole seconds.
    /// Longer than any transaction of ours, shorter than the patience of an HTTP client.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public string DatabaseFile => Path.Combine(DataDirectory, "facematch.db");

    public string ImageDirectory => Path.Combine(DataDirectory, "images");

    public string KeyDirectory => Path.Combine(DataDirectory, "keys");

    /// <summary>Every fault, each as a sentence that names its setting.</summary>
    public IReadOnlyList<string> Faults()
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(DataDirectory)) faults.Add("DataDirectory is empty: name the folder that shall hold the data.");
        if (LockTimeout < TimeSpan.FromSeconds(1)) faults.Add("LockTimeout is below one second: give at least one second.");
        if (ConnectionString is not null) CheckConnectionString(ConnectionString, faults);
        return faults;
    }

    /// <exception cref="StorageStartException">Names every fault at once.</exception>
    public void Validate()
    {
        IReadOnlyList<string> faults = Faults();
        if (faults.Count > 0) throw new StorageStartException(string.Join(' ', faults));
    }

    private static void CheckConnectionString(string connectionString, List<string> faults)
    {
        try
        {
            SqliteConnectionStringBuilder parsed = new(connectionString);
            bool inMemory = parsed.Mode == SqliteOpenMode.Memory || parsed.DataSource.Contains(":memory:", StringComparison.Ordinal);
            if (inMemory || parsed.DataSource.Length == 0)
                faults.Add("ConnectionString names no file: the truth must outlive the process, so give Data Source=FILE.");
        }
        catch (ArgumentException)
        {
            faults.Add("ConnectionString is not an SQLite connection string: give Data Source=FILE.");
        }
    }
}

/// <summary>The storage cannot be started as it is; the message says why and what to do.</summary>
public sealed class StorageStartException(string message, Exception? inner = null) : Exception(message, inner);
