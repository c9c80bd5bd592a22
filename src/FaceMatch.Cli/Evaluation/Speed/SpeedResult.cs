namespace FaceMatch.Cli.Evaluation.Speed;

/// <param name="ImagesPerSecond">The folder's images from file to embedding, one face each, over all cores.</param>
/// <param name="Folder">One thread, one face a picture.</param>
/// <param name="AllocatedBytesPerImage">Managed memory on that thread, lists of this measurement included.</param>
/// <param name="Mosaic">One thread, frames of 1920x1080, every face; without decoding.</param>
internal sealed record SpeedResult(
    int Images, int Cores, double ImagesPerSecond, int Timed, IReadOnlyList<StageTime> Folder, double AllocatedBytesPerImage,
    double MosaicFacesPerFrame, IReadOnlyList<StageTime> Mosaic);
