using System.Reflection;
using System.Security.Cryptography;
using FaceMatch.Core.Calibrations;
using FaceMatch.Vision.Models;

namespace FaceMatch.Server.Calibrations;

/// <summary>The calibration in use, with the hash of the file that it was read from.</summary>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="IsShipped">Whether exactly this file was in the repository that this program was built from.</param>
public sealed record ActiveCalibration(Calibration Calibration, string Sha256, bool IsShipped)
{
    private const string ResourcePrefix = "calibrations/";

    /// <exception cref="ModelPackException">The pack has none that fits, or it cannot be read.</exception>
    public static ActiveCalibration Of(ModelPack pack)
    {
        Calibration calibration = pack.ReadCalibration();
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(
            File.ReadAllBytes(Path.Combine(pack.Directory, ModelPack.CalibrationName))));
        return new ActiveCalibration(calibration, sha256, Shipped().Contains(sha256));
    }

    private static HashSet<string> Shipped()
    {
        Assembly here = typeof(ActiveCalibration).Assembly;
        return [.. here.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)).Select(name =>
        {
            using Stream file = here.GetManifestResourceStream(name)!;
            return Convert.ToHexStringLower(SHA256.HashData(file));
        })];
    }
}
