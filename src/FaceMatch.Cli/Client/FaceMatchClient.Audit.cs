using FaceMatch.Core.Ledger;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Cli.Client;

public sealed partial class FaceMatchClient
{
    public Task<Page<LedgerEntryView>> ListAuditAsync(IEnumerable<(string Name, string? Value)> filter, CancellationToken cancellationToken)
    {
        string query = string.Join('&', filter.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return GetAsync<Page<LedgerEntryView>>(query.Length > 0 ? $"audit?{query}" : "audit", cancellationToken);
    }

    /// <summary>The whole ledger, as it comes.</summary>
    public async Task ExportAuditAsync(Stream file, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "audit/export");
        using HttpResponseMessage response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        try
        {
            await using Stream export = await response.Content.ReadAsStreamAsync(cancellationToken);
            await export.CopyToAsync(file, cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException or HttpIOException)
        {
            throw new ServerUnreachableException(Server, fault);
        }
    }
}
