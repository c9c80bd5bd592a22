using System.Text;
using FaceMatch.Core.Refusals;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace FaceMatch.Server.Hosting.Http;

/// <param name="LargestBody">Of the whole request; a declared length beyond it is refused before a byte is read.</param>
/// <param name="LargestFile">Of each file.</param>
/// <param name="TooLarge">The code when one of them is exceeded.</param>
public sealed record MultipartLimits(long LargestBody, int LargestFile, string TooLarge)
{
    /// <summary>100 MB is more than any camera's still, and what the decoder takes at most.</summary>
    public const int LargestImage = 100 << 20;

    /// <summary>The texts of a form beside its pictures.</summary>
    private const int Texts = 1 << 20;

    public static readonly MultipartLimits OneImage = new(LargestImage + Texts, LargestImage, "image-too-large");

    public static readonly MultipartLimits TwoImages = new((2L * LargestImage) + Texts, LargestImage, "image-too-large");
}

/// <summary>
/// A form with pictures, read into memory only: the framework's own reader would put them on the disk in the clear.
/// </summary>
public sealed class MultipartForm
{
    private const int LongestText = 64 << 10;
    private const int MostParts = 256;


    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<string>> _texts = new(StringComparer.OrdinalIgnoreCase);

    private MultipartForm()
    {
    }

    /// <summary>The file of a part, or the bytes of a part that was sent as text. Null when there is none.</summary>
    public ReadOnlyMemory<byte>? File(string name) => _files.TryGetValue(name, out ReadOnlyMemory<byte> file) ? file : null;

    /// <exception cref="RefusalException">Code <c>invalid-fields</c>: there is no such file, or it is empty.</exception>
    public ReadOnlyMemory<byte> RequiredFile(string name)
    {
        if (File(name) is { Length: > 0 } file) return file;
        new FieldFaults().Add(name, "is missing or empty: send the file as a part with this name").ThrowIfAny();
        return default;
    }

    public string? Text(string name) => _texts.TryGetValue(name, out List<string>? values) ? values[0] : null;

    /// <summary>Every value of a repeated field, also where the sender wrote brackets behind its name.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        [.. _texts.GetValueOrDefault(name) ?? [], .. _texts.GetValueOrDefault(name + "[]") ?? []];

    /// <exception cref="RefusalException">The field is there and not a whole number.</exception>
    public int? Number(string name)
    {
        if (Text(name) is not { Length: > 0 } text) return null;
        if (int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int number)) return number;
        new FieldFaults().Add(name, "is not a whole number").ThrowIfAny();
        return null;
    }

    /// <exception cref="RefusalException">
    /// <c>unsupported-media-type</c> is answered by the framework's 415; here: <c>malformed-form</c>, the size codes.
    /// </exception>
    public static async Task<MultipartForm> ReadAsync(HttpRequest request, MultipartLimits limits, CancellationToken cancellationToken)
    {
        MultipartReader reader = Open(request, limits);
        MultipartForm form = new();
        try
        {
            for (int parts = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; parts++)
            {
                if (parts >= MostParts) throw Malformed($"it has more than {MostParts} parts");
                await form.AddAsync(section, limits, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw Malformed("it ends too early or a part has no readable header", fault);
        }

        return form;
    }

    /// <summary>Raises the size limit of this request, refuses a declared excess, and finds the boundary.</summary>
    public static MultipartReader Open(HttpRequest request, MultipartLimits limits)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadHttpRequestException("Not multipart/form-data.", StatusCodes.Status415UnsupportedMediaType);
        }

        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > 200) throw Malformed("its content type names no usable boundary");
        if (request.ContentLength > limits.LargestBody) throw TooLarge(limits, limits.LargestBody);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limits.LargestBody;
        return new MultipartReader(boundary, request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 16 << 10 };
    }

    public static RefusalException Malformed(string what, Exception? cause = null) =>
        new(RefusalKind.Malformed, "malformed-form", $"The multipart form cannot be read: {what}. Send it with a client library rather than by hand.", cause);

    private async Task AddAsync(MultipartSection section, MultipartLimits limits, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition)
            || HeaderUtilities.RemoveQuotes(disposition.Name).ToString() is not { Length: > 0 } name)
        {
            throw Malformed("a part has no name");
        }

        bool isFile = disposition.FileName.HasValue || disposition.FileNameStar.HasValue || !IsText(section);
        byte[] content = await ReadAsync(section.Body, isFile ? limits.LargestFile : LongestText, cancellationToken)
            ?? throw (isFile ? TooLarge(limits, limits.LargestFile) : Malformed($"the text {name} is too long"));
        if (isFile)
        {
            if (!_files.TryAdd(name, content)) throw Malformed($"the file {name} is there twice");
            return;
        }

        if (!_texts.TryGetValue(name, out List<string>? values)) _texts[name] = values = [];
        values.Add(Encoding.UTF8.GetString(content));
    }

    private static bool IsText(MultipartSection section) =>
        string.IsNullOrEmpty(section.ContentType) || section.ContentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase);

    private static async Task<byte[]?> ReadAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                if (content.Length + read > most) return null;
                content.Write(buffer, 0, read);
            }

            return content.ToArray();
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static RefusalException TooLarge(MultipartLimits limits, long most) =>
        new(RefusalKind.TooLarge, limits.TooLarge, $"This is larger than the {most >> 20} MB that are taken. Send a smaller file.");
}
