using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FaceMatch.Index.Faiss;

/// <summary>
/// Finds libfaiss_c: the file or folder that <see cref="PathKey"/> names; else beside the program; else where the system
/// looks. Ours is built by <c>ops/run --with-faiss</c>; an official one has the same names.
/// </summary>
public static unsafe class FaissLibrary
{
    public const string PathKey = "FACEMATCH_FAISS";

    internal const string Name = "faiss_c";

    private const string FileName = "libfaiss_c.so";

    private static readonly Lazy<Loaded> Library = new(() => Load(Environment.GetEnvironmentVariable(PathKey)));

    /// <summary>Whether the library is there; looks once in the life of the process.</summary>
    public static bool IsAvailable => Library.Value.Handle != 0;

    /// <exception cref="FaissMissingException">It is not; says what to run.</exception>
    public static void Require()
    {
        if (Library.Value is { Handle: 0 } missing)
            throw new FaissMissingException(missing.Fault);
    }

    /// <summary>Threads of the next call that this thread makes into Faiss. OpenMP keeps that number a thread, BLAS one
    /// for the process.</summary>
    internal static void UseThreads(int threads)
    {
        var loaded = Library.Value;
        if (loaded.OpenMpThreads != 0)
            ((delegate* unmanaged[Cdecl]<int, void>)loaded.OpenMpThreads)(threads);
        if (loaded.BlasThreads != 0)
            ((delegate* unmanaged[Cdecl]<int, void>)loaded.BlasThreads)(threads);
    }

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A resolver has to be there before the first call, whoever makes it.")]
    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(FaissLibrary).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name)
            return 0;
        Require();
        return Library.Value.Handle;
    }

    /// <param name="named">What the environment says; null or empty is nothing.</param>
    internal static Loaded Load(string? named)
    {
        var places = string.IsNullOrEmpty(named)
            ? [Path.Combine(AppContext.BaseDirectory, FileName), FileName]
            : new[] { Directory.Exists(named) ? Path.Combine(named, FileName) : named };
        foreach (var place in places)
        {
            if (!NativeLibrary.TryLoad(place, out var handle))
                continue;
            // A library that is not the one must be refused here, with a sentence, and not at the first search.
            return NativeLibrary.TryGetExport(handle, "faiss_index_factory", out _)
                ? new Loaded(handle, Export(handle, "omp_set_num_threads"), Export(handle, "openblas_set_num_threads"), "")
                : Missing($"{place} has no faiss_index_factory");
        }

        return Missing($"{string.Join(" and ", places)} could not be loaded");
    }

    /// <summary>Looks in the library and in those it was linked with: an official build brings its own OpenMP.</summary>
    private static nint Export(nint handle, string name) =>
        NativeLibrary.TryGetExport(handle, name, out var address) ? address : 0;

    private static Loaded Missing(string what) => new(0, 0, 0,
        $"Faiss's C library is not here ({what}). Build it with `ops/run --with-faiss`, or set {PathKey} to a libfaiss_c.so.");

    /// <param name="Handle">0 when it is not there; then the fault says why.</param>
    internal sealed record Loaded(nint Handle, nint OpenMpThreads, nint BlasThreads, string Fault);
}
