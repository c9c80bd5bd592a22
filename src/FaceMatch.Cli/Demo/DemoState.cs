using System.Text.Json;

namespace FaceMatch.Cli.Demo;

/// <param name="Roles">As in the API.</param>
/// <param name="Password">Null for a program's account.</param>
public sealed record DemoAccount(string Name, IReadOnlyList<string> Roles, string? Password, string Id, string ApiKey);

/// <summary>
/// What the seeding has made so far, kept in the data directory for its owner alone: a start that was broken off goes
/// on, and a later one shows the accounts again.
/// </summary>
public sealed class DemoState
{
    public const string FileName = "demo-accounts.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private string _path = "";

    public Dictionary<string, DemoAccount> Accounts { get; init; } = new(StringComparer.Ordinal);

    public string? WatchlistId { get; set; }

    /// <summary>Ids by reference number, once enrolled, approved and on the list.</summary>
    public Dictionary<string, string> Subjects { get; init; } = new(StringComparer.Ordinal);

    public string? CameraId { get; set; }

    public string? PhoneId { get; set; }

    public bool IsNew => Accounts.Count == 0;

    public static DemoState Load(DirectoryInfo data)
    {
        string path = Path.Combine(data.FullName, FileName);
        DemoState state = File.Exists(path) ? JsonSerializer.Deserialize<DemoState>(File.ReadAllText(path), Json)! : new DemoState();
        state._path = path;
        return state;
    }

    public void Save()
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        string fresh = _path + ".new";
        using (FileStream file = new(fresh, options)) JsonSerializer.Serialize(file, this, Json);
        File.Move(fresh, _path, overwrite: true);
    }
}
