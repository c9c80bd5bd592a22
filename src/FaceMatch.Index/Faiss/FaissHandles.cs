using System.Runtime.InteropServices;

namespace FaceMatch.Index.Faiss;

internal sealed class FaissIndexHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        FaissNative.IndexFree(handle);
        return true;
    }
}

internal sealed class FaissSelectorHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        FaissNative.SelectorFree(handle);
        return true;
    }
}

internal sealed class FaissParameterSpaceHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        FaissNative.ParameterSpaceFree(handle);
        return true;
    }
}
