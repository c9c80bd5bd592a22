using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FaceMatch.Server.Hosting;

/// <summary>One address that the server listens on, as in <c>http://127.0.0.1:8080</c>.</summary>
/// <param name="Address">Null is <c>localhost</c>: both loopback addresses.</param>
/// <param name="Port">0 lets the system choose.</param>
public sealed record ListenAddress(bool Secure, IPAddress? Address, int Port)
{
    /// <summary>Reads addresses separated by semicolons; a fault names what is wrong with which of them.</summary>
    public static IReadOnlyList<ListenAddress> ReadAll(string text, out string? fault)
    {
        List<ListenAddress> addresses = [];
        fault = null;
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Read(part) is { } address) addresses.Add(address);
            else fault = $"'{part}' is not an address like http://127.0.0.1:8080 (http or https; an IP address, localhost or *; a port)";
        }

        if (addresses.Count == 0) fault ??= "names no address";
        return addresses;
    }

    public void Listen(KestrelServerOptions kestrel, Action<ListenOptions> configure)
    {
        if (Address is null) kestrel.ListenLocalhost(Port, Configure);
        else kestrel.Listen(Address, Port, Configure);

        void Configure(ListenOptions listen)
        {
            configure(listen);
            if (Secure) listen.UseHttps();
        }
    }

    private static ListenAddress? Read(string text)
    {
        BindingAddress parsed;
        try
        {
            parsed = BindingAddress.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }

        bool secure = parsed.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
        bool plain = parsed.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase);
        if (!(secure || plain) || parsed.Port is < 0 or > IPEndPoint.MaxPort || parsed.PathBase.Length > 0) return null;
        if (parsed.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return parsed.Port == 0 ? null : new ListenAddress(secure, null, parsed.Port);
        if (parsed.Host is "*" or "+") return new ListenAddress(secure, IPAddress.Any, parsed.Port);
        return IPAddress.TryParse(parsed.Host.Trim('[', ']'), out IPAddress? address)
            ? new ListenAddress(secure, address, parsed.Port)
            : null;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Secure ? "https" : "http")}://{Address?.ToString() ?? "localhost"}:{Port}");
}
