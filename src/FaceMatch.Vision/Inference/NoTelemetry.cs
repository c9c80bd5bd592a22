using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FaceMatch.Vision.Inference;

/// <summary>
/// ONNX Runtime reports its use to its makers unless an environment variable forbids it, which it reads once, as its library is
/// first used. Nothing of this product speaks to anybody outside (oversight rule 25), however it was started.
/// </summary>
internal static partial class NoTelemetry
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Before anything of this assembly can reach ONNX Runtime, whoever loads it.")]
    internal static void Forbid()
    {
        // Not Environment.SetEnvironmentVariable: on Linux native code does not see what that sets.
        if (OperatingSystem.IsLinux() && SetEnvironmentVariable("ORT_DISABLE_TELEMETRY", "1", overwrite: 1) != 0)
            throw new InvalidOperationException("ONNX Runtime's telemetry cannot be turned off. Start with ORT_DISABLE_TELEMETRY=1 in the environment.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
