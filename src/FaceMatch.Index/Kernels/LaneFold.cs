using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaceMatch.Index.Kernels;

internal static class LaneFold
{
    /// <summary>(0 + 2) + (1 + 3): written out, because the order in which a library folds lanes is its own affair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> lanes) =>
        (lanes.GetElement(0) + lanes.GetElement(2)) + (lanes.GetElement(1) + lanes.GetElement(3));
}
