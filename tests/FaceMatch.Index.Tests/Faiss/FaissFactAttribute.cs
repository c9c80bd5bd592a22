using System.Runtime.CompilerServices;
using FaceMatch.Index.Faiss;

namespace FaceMatch.Index.Tests.Faiss;

/// <summary>A test that needs Faiss's C library, and is shown as skipped where it was not built.</summary>
internal sealed class FaissFactAttribute : FactAttribute
{
    internal const string Why = "libfaiss_c.so is not here; `ops/run --with-faiss` and `ops/test` build it.";

    public FaissFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (!FaissLibrary.IsAvailable)
            Skip = Why;
    }
}

internal sealed class FaissTheoryAttribute : TheoryAttribute
{
    public FaissTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (!FaissLibrary.IsAvailable)
            Skip = FaissFactAttribute.Why;
    }
}
