using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Detectors;

/// <summary>
/// Reads faces off the outputs of one kind of detector, for any input size. Stateless. All boxes and points are in pixels of
/// the input, the first pixel's centre being (0.5, 0.5).
/// </summary>
internal interface IDetectionDecoder
{
    /// <summary>The outputs to ask the network for, in the order that <see cref="Decode"/> takes them.</summary>
    /// <exception cref="ModelPackException">The network has other outputs than this kind of detector.</exception>
    IReadOnlyList<ModelValue> Choose(IReadOnlyList<ModelValue> outputs);

    /// <summary>Rows of a chosen output at an input size; its columns are the last number of its shape.</summary>
    int Rows(int output, int width, int height);

    /// <param name="outputs">As chosen.</param>
    /// <param name="minimumScore">Weaker boxes are not decoded.</param>
    /// <param name="found">Gets the faces, not yet thinned out.</param>
    void Decode(IReadOnlyList<TensorBuffer> outputs, int width, int height, float minimumScore, List<Detection> found);
}
