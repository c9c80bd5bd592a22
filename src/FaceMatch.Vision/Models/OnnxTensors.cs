using System.Runtime.InteropServices;
using FaceMatch.Vision.Models.Onnx;
using Google.Protobuf;

namespace FaceMatch.Vision.Models;

/// <summary>Constants of an ONNX graph as arrays; little-endian as the format demands.</summary>
internal static class OnnxTensors
{
    /// <summary>TensorProto.DataType.</summary>
    public const int FloatType = 1, UInt8Type = 2, Int8Type = 3, Int32Type = 6;

    /// <exception cref="ModelPackException">Not single precision, or not stored as raw bytes.</exception>
    public static float[] Floats(TensorProto tensor) => tensor.DataType == FloatType && tensor.RawData.Length > 0
        ? MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray()
        : throw new ModelPackException($"The constant '{tensor.Name}' is not raw single precision: this network cannot be rewritten.");

    public static void SetFloats(TensorProto tensor, float[] values) => tensor.RawData = Bytes<float>(values);

    public static TensorProto OfFloats(string name, long[] shape, float[] values) => Of(name, FloatType, shape, values);

    /// <param name="type">The data type of <typeparamref name="T"/>, one of the constants here.</param>
    public static TensorProto Of<T>(string name, int type, long[] shape, T[] values)
        where T : unmanaged
    {
        var tensor = new TensorProto { Name = name, DataType = type, RawData = Bytes<T>(values) };
        tensor.Dims.Add(shape);
        return tensor;
    }

    private static ByteString Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => ByteString.CopyFrom(MemoryMarshal.AsBytes(values));
}
