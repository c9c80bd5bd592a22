using System.Security.Cryptography;
using System.Text;

namespace FaceMatch.Core.Galleries;

/// <summary>
/// Marks in the gallery which unit keeps a subject, as a watchlist's id marks who is on it: so a search of one unit finds its own
/// subjects that are on no list, and nobody else's.
/// </summary>
public static class UnitLabel
{
    private const int IdLength = 16;

    /// <summary>The first 128 bits of the SHA-256 of the name: no watchlist's random id is the same.</summary>
    public static Guid Of(string unit) => new(SHA256.HashData(Encoding.UTF8.GetBytes("unit " + unit)).AsSpan(0, IdLength), bigEndian: true);
}
