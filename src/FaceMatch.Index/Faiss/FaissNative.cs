using System.Runtime.InteropServices;

namespace FaceMatch.Index.Faiss;

/// <summary>
/// The names and signatures of Faiss's C API (c_api/Index_c.h, index_factory_c.h, index_io_c.h, AutoTune_c.h,
/// impl/AuxIndexStructures_c.h). What returns int returns 0, or a code whose text <see cref="Check"/> throws.
/// </summary>
internal static unsafe partial class FaissNative
{
    public const int InnerProduct = 0;

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_get_last_error")]
    private static partial nint GetLastError();

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_index_factory", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int IndexFactory(out FaissIndexHandle index, int dimensions, string description, int metric);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_clone_index")]
    public static partial int Clone(FaissIndexHandle index, out FaissIndexHandle copy);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_Index_free")]
    public static partial void IndexFree(nint index);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_Index_d")]
    public static partial int Dimensions(FaissIndexHandle index);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_Index_ntotal")]
    public static partial long Count(FaissIndexHandle index);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_Index_is_trained")]
    public static partial int IsTrained(FaissIndexHandle index);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_Index_metric_type")]
    public static partial int Metric(FaissIndexHandle index);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_Index_train")]
    public static partial int Train(FaissIndexHandle index, long count, float* vectors);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_Index_add")]
    public static partial int Add(FaissIndexHandle index, long count, float* vectors);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_Index_add_with_ids")]
    public static partial int AddWithIds(FaissIndexHandle index, long count, float* vectors, long* ids);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_Index_search")]
    public static partial int Search(
        FaissIndexHandle index, long count, float* queries, long k, float* distances, long* labels);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_Index_remove_ids")]
    public static partial int RemoveIds(FaissIndexHandle index, FaissSelectorHandle selector, out nuint removed);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_IDSelectorBatch_new")]
    public static partial int SelectorBatch(out FaissSelectorHandle selector, nuint count, long* ids);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_IDSelector_free")]
    public static partial void SelectorFree(nint selector);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_ParameterSpace_new")]
    public static partial int ParameterSpace(out FaissParameterSpaceHandle space);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_ParameterSpace_free")]
    public static partial void ParameterSpaceFree(nint space);

    [LibraryImport(
        FaissLibrary.Name, EntryPoint = "faiss_ParameterSpace_set_index_parameters", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetParameters(FaissParameterSpaceHandle space, FaissIndexHandle index, string settings);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_write_index_fname", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Write(FaissIndexHandle index, string path);

    [LibraryImport(FaissLibrary.Name, EntryPoint = "faiss_read_index_fname", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Read(string path, int flags, out FaissIndexHandle index);

    /// <summary>Call on the thread that got the code: the text is kept a thread.</summary>
    /// <exception cref="FaissException">The code is not 0.</exception>
    public static void Check(int code, string doing)
    {
        if (code == 0)
            return;
        var text = Marshal.PtrToStringUTF8(GetLastError());
        throw new FaissException($"Faiss failed while {doing}: {(string.IsNullOrWhiteSpace(text) ? $"code {code}" : text.Trim())}");
    }
}
