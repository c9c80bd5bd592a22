using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using OpenCvSharp;

namespace FaceMatch.Vision.Detectors;

/// <summary>
/// Everything that looks of one shape write to: the smaller pictures, the input and the outputs. Kept from frame to frame;
/// <see cref="Erase"/> in between.
/// </summary>
internal sealed class DetectionBuffers : IDisposable
{
    /// <summary>A pixel as three bytes, as three floats of the input, and about as one of the outputs.</summary>
    private const long BytesPerPixel = 20;

    private readonly PixelBuffer[] _halves;
    private readonly PixelBuffer _canvas;
    private readonly Mat _picture;
    private readonly Mat[] _evens;
    private readonly InputArray[] _evenInputs;
    private readonly BoundNetwork _network;

    /// <param name="grid">Input sides are padded to a multiple of this.</param>
    public DetectionBuffers(OnnxModel model, IDetectionDecoder decoder, IReadOnlyList<ModelValue> outputs, Look look, int grid)
    {
        Look = look;
        Width = RoundUp(look.InputWidth, grid);
        Height = RoundUp(look.InputHeight, grid);
        _halves = [.. Halves(look).Select(size => new PixelBuffer(size.Width, size.Height, Frame.BytesPerPixel))];
        _evens = [.. _halves.Skip(1).Select((half, i) => _halves[i].Mat.SubMat(0, half.Mat.Height * 2, 0, half.Mat.Width * 2))];
        _evenInputs = [.. _evens.Select(even => (InputArray)even)];
        _canvas = new PixelBuffer(Width, Height, Frame.BytesPerPixel);
        _picture = _canvas.Mat.SubMat(0, look.InputHeight, 0, look.InputWidth);
        TensorBuffer[] answers = [.. outputs.Select((output, i) =>
        {
            int rows = decoder.Rows(i, Width, Height);
            return output.Shape.Count == 2 ? new TensorBuffer(rows, output.Columns) : new TensorBuffer(1, rows, output.Columns);
        })];
        _network = new BoundNetwork(
            model, [.. outputs.Select(output => output.Name)], new TensorBuffer(1, 3, Height, Width), answers);
        Bytes = (BytesPerPixel * Width * Height) + _halves.Sum(half => (long)half.Span.Length);
    }

    /// <summary>What the buffers were made for; another place in the frame serves as well.</summary>
    public Look Look { get; }

    /// <summary>What is read of the look's part of the frame: halving leaves out an odd last row and column.</summary>
    public FrameSize Source => _halves.Length == 0
        ? new FrameSize(Look.Width, Look.Height)
        : new FrameSize(_halves[0].Mat.Width * 2, _halves[0].Mat.Height * 2);

    /// <summary>Of the input, padding included.</summary>
    public int Width { get; }

    public int Height { get; }

    /// <summary>Bytes that this holds, about: what the pool counts.</summary>
    public long Bytes { get; }

    public IReadOnlyList<TensorBuffer> Outputs => _network.Outputs;

    public bool Fits(Look look) => (look.Width, look.Height, look.InputWidth, look.InputHeight)
        == (Look.Width, Look.Height, Look.InputWidth, Look.InputHeight);

    /// <summary>
    /// Scales a part of a frame onto the input. Halving by means is some ten times as fast as averaging by an odd
    /// factor, and leaves to the last step a factor below two, for which neighbours suffice.
    /// </summary>
    /// <param name="part">Of the size <see cref="Source"/>.</param>
    public void Fill(InputArray part, PixelPlanes planes)
    {
        InputArray picture = part;
        for (int i = 0; i < _halves.Length; i++)
        {
            InputArray even = i == 0 ? part : _evenInputs[i - 1];
            Cv2.Resize(even, _halves[i].Mat, _halves[i].Mat.Size(), interpolation: InterpolationFlags.Area);
            picture = _halves[i].Input;
        }

        Cv2.Resize(picture, _picture, _picture.Size(), interpolation: InterpolationFlags.Linear);
        Extend(_canvas.Span, Look.InputWidth, Look.InputHeight, Width);
        planes.WriteColour(_canvas.Span, _network.Input);
    }

    /// <summary>From the input to the outputs.</summary>
    public void Run() => _network.Run();

    /// <summary>Zeroes the picture and what was read off it.</summary>
    public void Erase()
    {
        foreach (PixelBuffer half in _halves) half.Span.Clear();
        _canvas.Span.Clear();
        _network.Erase();
    }

    public void Dispose()
    {
        foreach (InputArray input in _evenInputs) input.Dispose();
        foreach (Mat even in _evens) even.Dispose();
        foreach (PixelBuffer half in _halves) half.Dispose();
        _picture.Dispose();
        _canvas.Dispose();
        _network.Dispose();
    }

    private static IEnumerable<FrameSize> Halves(Look look)
    {
        int width = look.Width, height = look.Height;
        while (width >= 2 * look.InputWidth && height >= 2 * look.InputHeight)
        {
            width /= 2;
            height /= 2;
            yield return new FrameSize(width, height);
        }
    }

    /// <summary>Goes on with the last column and row: an edge where the picture ends looks like the edge of a face.</summary>
    private static void Extend(Span<byte> canvas, int width, int height, int paddedWidth)
    {
        const int Pixel = Frame.BytesPerPixel;
        int stride = paddedWidth * Pixel;
        if (width < paddedWidth)
            for (int row = 0; row < height; row++)
                for (int at = (row * stride) + (width * Pixel); at < (row + 1) * stride; at++) canvas[at] = canvas[at - Pixel];
        ReadOnlySpan<byte> last = canvas.Slice((height - 1) * stride, stride);
        for (int at = height * stride; at < canvas.Length; at += stride) last.CopyTo(canvas[at..]);
    }

    private static int RoundUp(int pixels, int grid) => (pixels + grid - 1) / grid * grid;
}
