using System.IO.Compression;
using System.Text;

namespace FaceMatch.Server.Tests.Imports;

/// <summary>Builds a manifest and its archive row by row.</summary>
public sealed class ImportFiles
{
    private const string Header =
        "referenceNumber,file,category,legalInstrument,legalReference,requestingUnit,necessity,source,lawfulHolding,reviewAt,expiresAt,watchlist\n";

    private readonly StringBuilder _manifest = new(Header);
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public byte[] Manifest => Encoding.UTF8.GetBytes(_manifest.ToString());

    public ImportFiles Row(string reference, string file, byte[]? content, string watchlist = "", string category = "wanted", string expiresAt = "2028-01-01")
    {
        _manifest.Append(System.Globalization.CultureInfo.InvariantCulture,
            $"{reference},{file},{category},warrant,1/2026,unit,needed,passport office,art. 10,2027-01-01,{expiresAt},{watchlist}\n");
        if (content is not null) _files[file] = content;
        return this;
    }

    public byte[] Archive()
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in _files)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
