using FaceMatch.Core.Calibrations;
using FaceMatch.Vision.Models.Int8;

namespace FaceMatch.Vision.Models;

/// <summary>A pack on this machine: its manifest, and where its weights are or will be.</summary>
/// <param name="Directory">Holds <c>model.json</c> and <c>calibration.json</c>.</param>
/// <param name="FilesDirectory">Holds the restored weights.</param>
public sealed record ModelPack(PackManifest Manifest, string Directory, string FilesDirectory)
{
    public const string ManifestName = "model.json";

    public const string CalibrationName = "calibration.json";

    public string PathOf(string file) => Path.Combine(FilesDirectory, file);

    /// <exception cref="ModelPackException">Missing, unreadable, or made for other models.</exception>
    public Calibration ReadCalibration()
    {
        if (Manifest.Calibration is null)
            throw new ModelPackException(
                $"Model pack '{Manifest.Name}' has no calibration: its scores have no meaning yet. Make one with 'facematch "
                + $"calibrate --pack {Manifest.Name} --output {Path.Combine(Directory, CalibrationName)}' and name its id in "
                + $"{ManifestName}.");
        string path = Path.Combine(Directory, CalibrationName);
        Calibration calibration;
        try
        {
            calibration = CalibrationJson.Read(File.ReadAllText(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CalibrationException)
        {
            throw new ModelPackException(
                $"The calibration {path} of model pack '{Manifest.Name}' cannot be used: {fault.Message} "
                + "Restore it from the repository, or make one with 'facematch calibrate'.", fault);
        }

        if (calibration.Id != Manifest.Calibration || calibration.Provenance.Embedder != Manifest.EmbedderName)
            throw new ModelPackException(
                $"The calibration {path} is '{calibration.Id}' for embedder '{calibration.Provenance.Embedder}', but "
                + $"{ManifestName} names '{Manifest.Calibration}' and '{Manifest.EmbedderName}'. Make one for this "
                + "embedder with 'facematch calibrate', and name it in the manifest.");
        return calibration;
    }

    /// <summary>How the embedder is made to compute in 8 bits.</summary>
    /// <exception cref="ModelPackException">Missing or unreadable.</exception>
    internal QuantisationPlan ReadQuantisation()
    {
        string path = Path.Combine(Directory, QuantisationPlan.FileName);
        try
        {
            return QuantisationPlan.Read(File.ReadAllText(path), path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelPackException(
                $"The quantisation plan {path} cannot be read: {fault.Message} Restore it from the repository, or make one with "
                + "'facematch models quantise'.", fault);
        }
    }
}
