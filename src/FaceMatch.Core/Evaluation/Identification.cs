namespace FaceMatch.Core.Evaluation;

/// <summary>Measures of open-set 1:N search in the terms of ISO/IEC 19795-1 and NIST FRVT part 2 (NISTIR 8271).</summary>
public static class Identification
{
    /// <summary>
    /// FNIR over FPIR. FNIR(T) is the share of mated searches whose mate is not among the candidates at or above T, at any
    /// rank; FPIR(T) the share of non-mated searches with any candidate at or above T.
    /// </summary>
    /// <exception cref="ArgumentException">No searches of one of the kinds.</exception>
    public static DetCurve Det(IEnumerable<SearchOutcome> searches)
    {
        ILookup<bool, SearchOutcome> byKind = searches.ToLookup(search => search.Mated);
        return new DetCurve(
            byKind[true].Select(search => search.MateScore), byKind[false].Select(search => search.BestOther));
    }

    /// <summary>
    /// Cumulative match characteristic: for each rank from 1 the share of mated searches, 0 to 1, whose mate is at that rank
    /// or a better one, whatever its score.
    /// </summary>
    /// <param name="searches">Non-mated ones are passed over.</param>
    /// <param name="ranks">At least 1.</param>
    public static IReadOnlyList<double> Cmc(IEnumerable<SearchOutcome> searches, int ranks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ranks, 1);
        var atRank = new long[ranks + 1];
        long mated = 0;
        foreach (SearchOutcome search in searches.Where(search => search.Mated))
        {
            mated++;
            if (search.MateRank is > 0 && search.MateRank <= ranks) atRank[search.MateRank]++;
        }

        var shares = new double[ranks];
        long found = 0;
        for (int rank = 1; rank <= ranks; rank++)
        {
            found += atRank[rank];
            shares[rank - 1] = mated == 0 ? 0 : (double)found / mated;
        }

        return shares;
    }
}
