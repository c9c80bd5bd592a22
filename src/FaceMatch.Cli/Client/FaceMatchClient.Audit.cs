using FaceMatch.Core.Ledger;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Cli.Client;

public sealed partial class FaceMatchClient
{
    private const int PieceLength = 1 << 16;

    public Task<Page<LedgerEntryView>> ListAuditAsync(IEnumerable<(string Name, string? Value)> filter, CancellationToken cancellationToken)
    {
        string query = string.Join('&', filter.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return GetAsync<Page<LedgerEntryView>>(query.Length > 0 ? $"audit?{query}" : "audit", cancellationToken);
    }

    /// <summary>The whole ledger, as it comes.</summary>
    /// <exception cref="ServerUnreachableException">Also when the server goes away in the middle.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task ExportAuditAsync(Stream file, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "audit/export");
        using HttpResponseMessage response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using Stream export = await ReceiveAsync(() => response.Content.ReadAsStreamAsync(cancellationToken));
        byte[] piece = new byte[PieceLength];
        int length;
        while ((length = await ReceiveAsync(() => export.ReadAsync(piece, cancellationToken).AsTask())) > 0)
            await file.WriteAsync(piece.AsMemory(0, length), cancellationToken);
    }

    /// <summary>A connection that is reset reads as an <see cref="IOException"/>, as a disk that is full does when written.</summary>
    private async Task<T> ReceiveAsync<T>(Func<Task<T>> receive)
    {
        try
        {
            return await receive();
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new ServerUnreachableException(Server, fault);
        }
    }
}
