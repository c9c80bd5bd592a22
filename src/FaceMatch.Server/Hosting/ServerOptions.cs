using System.Net;
using FaceMatch.Cluster;
using FaceMatch.Vision.Models;

namespace FaceMatch.Server.Hosting;

/// <summary>What an operator can set, from the environment or any configuration source.</summary>
public sealed record ServerOptions
{
    public const string DataKey = "FACEMATCH_DATA";
    public const string UrlsKey = "FACEMATCH_URLS";
    public const string ManagementUrlsKey = "FACEMATCH_MANAGEMENT_URLS";
    public const string BootstrapKeyKey = "FACEMATCH_BOOTSTRAP_KEY";
    public const string SiloPortKey = "FACEMATCH_SILO_PORT";
    public const string SiloAddressKey = "FACEMATCH_SILO_ADDRESS";
    public const string GatewayPortKey = "FACEMATCH_GATEWAY_PORT";
    public const string IndexKey = "FACEMATCH_INDEX";
    public const string IndexFolderKey = "FACEMATCH_INDEX_FOLDER";

    public const string PackKey = ModelPackStore.PackVariable;

    /// <summary>256 bits in hexadecimal would be 64; 32 is the least that nobody guesses, and what the API promises.</summary>
    public const int ShortestBootstrapKey = 32;

    /// <summary>Everything the server keeps lies below this directory. Absolute.</summary>
    public required string DataDirectory { get; init; }

    public required IReadOnlyList<ListenAddress> Urls { get; init; }

    /// <summary>Health and metrics, without authentication: an address that only operators reach.</summary>
    public required IReadOnlyList<ListenAddress> ManagementUrls { get; init; }

    /// <summary>The model pack that faces are compared by.</summary>
    public required string Pack { get; init; }

    /// <summary>Null: a random one is written to the data directory on the first start.</summary>
    public string? BootstrapKey { get; init; }

    /// <summary>Where the other silos of a cluster reach this one. Null: loopback. Without PostgreSQL a silo talks to itself only.</summary>
    public IPAddress? SiloAddress { get; init; }

    /// <summary>Null: a free port. In a cluster give it one, by which it gets back the shards that it had before a restart.</summary>
    public int? SiloPort { get; init; }

    public int? GatewayPort { get; init; }

    /// <summary>How galleries are searched: exactly, or by a type of Faiss, which may miss somebody.</summary>
    public string IndexType { get; init; } = ClusterOptions.Exact;

    /// <summary>Where this machine keeps its part of the galleries from one run to the next, sealed. Absolute.</summary>
    public required string IndexFolder { get; init; }

    /// <exception cref="StartRefusedException">Names every setting that is wrong.</exception>
    public static ServerOptions Read(IConfiguration configuration)
    {
        List<string> faults = [];
        string data = Path.GetFullPath(Setting(configuration, DataKey) ?? "data");
        ServerOptions options = new()
        {
            DataDirectory = data,
            IndexFolder = Setting(configuration, IndexFolderKey) is { } folder ? Path.GetFullPath(folder) : Path.Combine(data, "index"),
            Urls = Addresses(UrlsKey, "http://127.0.0.1:8080"),
            ManagementUrls = Addresses(ManagementUrlsKey, "http://127.0.0.1:9080"),
            Pack = Setting(configuration, PackKey) ?? ModelPackStore.DefaultPack,
            BootstrapKey = Setting(configuration, BootstrapKeyKey),
            SiloAddress = Address(),
            SiloPort = Port(SiloPortKey),
            GatewayPort = Port(GatewayPortKey),
            IndexType = Setting(configuration, IndexKey) ?? ClusterOptions.Exact,
        };
        if (options.BootstrapKey is { Length: < ShortestBootstrapKey })
            faults.Add($"{BootstrapKeyKey} has fewer than {ShortestBootstrapKey} characters; make a longer random one, for example with: openssl rand -hex 32");
        if (options.Urls.Any(url => url.Port != 0 && options.ManagementUrls.Any(other => other.Port == url.Port)))
            faults.Add($"{UrlsKey} and {ManagementUrlsKey} share a port; health and metrics need a port of their own");
        if (faults.Count > 0) throw new StartRefusedException("FaceMatch cannot start with these settings: " + string.Join("; ", faults) + ".");
        return options;

        IReadOnlyList<ListenAddress> Addresses(string key, string otherwise)
        {
            IReadOnlyList<ListenAddress> addresses = ListenAddress.ReadAll(Setting(configuration, key) ?? otherwise, out string? fault);
            if (fault is not null) faults.Add($"{key}: {fault}");
            return addresses;
        }

        IPAddress? Address()
        {
            if (Setting(configuration, SiloAddressKey) is not { } text) return null;
            if (IPAddress.TryParse(text, out IPAddress? address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)) return address;
            faults.Add($"{SiloAddressKey} is not an IP address of this machine that the other nodes reach");
            return null;
        }

        int? Port(string key)
        {
            if (Setting(configuration, key) is not { } text) return null;
            if (ushort.TryParse(text, out ushort port) && port > 0) return port;
            faults.Add($"{key} is not a port number between 1 and 65535");
            return null;
        }
    }

    private static string? Setting(IConfiguration configuration, string key) =>
        string.IsNullOrWhiteSpace(configuration[key]) ? null : configuration[key]!.Trim();
}
