using System.Runtime.Intrinsics;
using FaceMatch.Index.Kernels;

namespace FaceMatch.Index.Exact;

/// <summary>
/// Symmetric quantisation with one scale a vector, and the bound that makes an int8 scan exact.
/// <para>
/// Row v = s c + e with int8 codes c, query q = t d + f with codes d, of int16 or coarser. Then q.v = s t (c.d) + q.e + f.(s c), so by
/// Cauchy-Schwarz |q.v - s t (c.d)| &lt;= |q||e| + |f|(|v| + |e|). |e| is computed at enrolment and kept with the row
/// ("radius"), |q| and |f| once a query; nothing is estimated. What float32 rounding adds, in the bound's own arithmetic
/// and in the float32 score that it must enclose, is in the slack (Higham, Accuracy and Stability of Numerical
/// Algorithms, section 3.1).
/// </para>
/// </summary>
internal static class Quantizer
{
    public const int RowMaxCode = 127;

    /// <summary>How far from 1 the length of a vector may be: float32 normalisation is right to 1e-6, and a vector that
    /// nobody normalised is off by far more.</summary>
    public const double LengthTolerance = 1e-3;

    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <param name="codes">At least as long as the vector; the rest becomes zero.</param>
    /// <returns>The scale, and a float not below the length of the rounding error.</returns>
    public static (float Scale, float Radius) QuantizeRow(ReadOnlySpan<float> vector, Span<sbyte> codes)
    {
        var largest = LargestMagnitude(vector);
        var scale = largest / RowMaxCode;
        if (scale == 0)
            throw new ArgumentException("A vector of zeros has no direction.", nameof(vector));

        // Largest x inverse may round to a hair above 127; it never reaches 127.5.
        var inverse = RowMaxCode / largest;
        var squares = Vector256<float>.Zero;
        var i = 0;
        for (; i + 32 <= vector.Length; i += 32)
        {
            var a = QuantizeEight(vector[i..], inverse, scale, ref squares);
            var b = QuantizeEight(vector[(i + 8)..], inverse, scale, ref squares);
            var c = QuantizeEight(vector[(i + 16)..], inverse, scale, ref squares);
            var d = QuantizeEight(vector[(i + 24)..], inverse, scale, ref squares);
            Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d)).CopyTo(codes[i..]);
        }

        var error = Vector256.Sum(squares);
        for (; i < vector.Length; i++)
        {
            var code = MathF.Round(vector[i] * inverse);
            codes[i] = (sbyte)code;
            var rest = vector[i] - scale * code;
            error += rest * rest;
        }

        codes[vector.Length..].Clear();
        // The rests are rounded by 2^-23 of each value, so by that of the vector's length at most; their squares are summed
        // with fewer than dims / 8 + 64 roundings of 2^-24 each.
        var roundings = (vector.Length / 8 + 64) * UnitRoundoff;
        return (scale, RoundUp(Math.Sqrt(error) * (1 + roundings) + 2 * UnitRoundoff * (1 + LengthTolerance)));
    }

    private static Vector256<int> QuantizeEight(
        ReadOnlySpan<float> values, float inverse, float scale, ref Vector256<float> squares)
    {
        var value = Vector256.Create(values);
        var code = Vector256.Round(value * inverse);
        var rest = value - code * scale;
        squares += rest * rest;
        return Vector256.ConvertToInt32(code);
    }

    private static float LargestMagnitude(ReadOnlySpan<float> vector)
    {
        var largest = Vector256<float>.Zero;
        var i = 0;
        for (; i + 8 <= vector.Length; i += 8)
            largest = Vector256.Max(largest, Vector256.Abs(Vector256.Create(vector[i..])));
        var most = 0f;
        for (var lane = 0; lane < 8; lane++)
            most = Math.Max(most, largest[lane]);
        for (; i < vector.Length; i++)
            most = Math.Max(most, Math.Abs(vector[i]));
        return most;
    }

    /// <param name="codes">Length is the row stride; what the vector does not fill becomes zero.</param>
    /// <returns>Also the sum of the codes.</returns>
    public static (ScreenTerms Terms, int Sum) QuantizeCoarsely(ReadOnlySpan<float> vector, Span<sbyte> codes)
    {
        Span<short> wide = stackalloc short[codes.Length];
        var terms = Quantize(vector, wide, CoarseQueries.MaxCode);
        var sum = 0;
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = (sbyte)wide[i];
            sum += wide[i];
        }

        wide.Clear();
        return (terms, sum);
    }

    /// <param name="codes">Length is the row stride; what the vector does not fill becomes zero.</param>
    // The largest code for which no sum of products can leave int32, whatever the row.
    public static ScreenTerms QuantizeQuery(ReadOnlySpan<float> vector, Span<short> codes) =>
        Quantize(vector, codes, Math.Min(short.MaxValue, int.MaxValue / (RowMaxCode * codes.Length)));

    private static ScreenTerms Quantize(ReadOnlySpan<float> vector, Span<short> codes, int maxCode)
    {
        var scale = LargestMagnitude(vector) / maxCode;

        double error = 0, length = 0;
        var inverse = 1.0 / scale;
        for (var i = 0; i < vector.Length; i++)
        {
            var code = (int)Math.Clamp(Math.Round(vector[i] * inverse), -maxCode, maxCode);
            codes[i] = (short)code;
            var rest = vector[i] - (double)scale * code;
            error += rest * rest;
            length += (double)vector[i] * vector[i];
        }

        codes[vector.Length..].Clear();
        var queryError = Math.Sqrt(error);
        var longest = 1 + LengthTolerance;
        // Roundings along one lane of the float32 score, its fold, and the dozen of the bound itself.
        var roundings = codes.Length / VectorKernel.FloatLanes + 24;
        var slack = queryError * longest + roundings * UnitRoundoff * longest * longest;
        return new ScreenTerms(scale, RoundUp(Math.Sqrt(length) + queryError), RoundUp(slack));
    }

    /// <exception cref="ArgumentException">Wrong length, not finite, or not normalised.</exception>
    public static void Check(ReadOnlySpan<float> vector, int dimensions, string parameter)
    {
        if (vector.Length != dimensions)
            throw new ArgumentException($"The vector has {vector.Length} dimensions; this index holds {dimensions}.", parameter);
        var lanes = Vector256<float>.Zero;
        var i = 0;
        for (; i + 8 <= vector.Length; i += 8)
        {
            var value = Vector256.Create(vector[i..]);
            lanes += value * value;
        }

        double squares = Vector256.Sum(lanes);
        for (; i < vector.Length; i++)
            squares += (double)vector[i] * vector[i];
        // Written so that a vector with a NaN in it is refused too.
        if (!(Math.Abs(Math.Sqrt(squares) - 1) <= LengthTolerance))
            throw new ArgumentException("The vector is not L2-normalised.", parameter);
    }

    private static float RoundUp(double value) => MathF.BitIncrement((float)(value * (1 + 1e-9)));
}
