using System.Globalization;
using System.Text;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using OpenCvSharp;

namespace FaceMatch.Vision.Frames;

/// <summary>
/// Reads a row of binary PPM pictures (<c>P6 width height 255</c>, then RGB) off a pipe. Each says its own size, so no
/// second process has to ask for it, and a stream may change it.
/// </summary>
internal sealed class PpmReader(Stream stream)
{
    /// <summary>A field of the header; longer means that the stream is not what it should be.</summary>
    private const int LongestField = 16;

    private readonly byte[] _one = new byte[1];

    /// <summary>The next picture, or null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">Not a row of PPM pictures, or one is too large.</exception>
    /// <exception cref="EndOfStreamException">The stream ended inside a picture.</exception>
    public async ValueTask<Frame?> ReadAsync(Func<DateTimeOffset> capturedAt, CancellationToken cancellationToken)
    {
        string? magic = await FieldAsync(cancellationToken);
        if (magic is null) return null;
        if (magic != "P6") throw new InvalidDataException("The reader sent something else than pictures.");
        int width = await NumberAsync(cancellationToken), height = await NumberAsync(cancellationToken);
        if (await NumberAsync(cancellationToken) != byte.MaxValue || width < 1 || height < 1)
            throw new InvalidDataException("The reader sent a picture of an unexpected kind.");
        if ((long)width * height > FrameDecoder.LargestPicture)
            throw new InvalidDataException($"The source sends pictures of {width}x{height} pixels, more than is accepted.");

        var frame = new Frame(new FrameSize(width, height), capturedAt());
        try
        {
            await stream.ReadExactlyAsync(frame.Pixels, cancellationToken);
            using FrameMat pixels = new(frame);
            Cv2.CvtColor(pixels.Mat, pixels.Mat, ColorConversionCodes.RGB2BGR);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    private async ValueTask<int> NumberAsync(CancellationToken cancellationToken) =>
        int.TryParse(await FieldAsync(cancellationToken), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new InvalidDataException("The reader sent a picture with a damaged header.");

    /// <summary>Up to the next single white space, which is consumed: after the last field the pixels begin.</summary>
    private async ValueTask<string?> FieldAsync(CancellationToken cancellationToken)
    {
        var field = new StringBuilder(LongestField);
        while (await stream.ReadAsync(_one, cancellationToken) == 1)
        {
            if (char.IsWhiteSpace((char)_one[0]))
            {
                if (field.Length > 0) return field.ToString();
                continue;
            }

            if (field.Length == LongestField) throw new InvalidDataException("The reader sent something else than pictures.");
            field.Append((char)_one[0]);
        }

        return field.Length == 0 ? null : throw new EndOfStreamException();
    }
}
