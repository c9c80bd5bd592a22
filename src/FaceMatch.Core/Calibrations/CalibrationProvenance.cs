namespace FaceMatch.Core.Calibrations;

/// <summary>What a calibration was measured with and on: aggregate numbers only, no person can be told from them.</summary>
/// <param name="Id">Names the calibration in every result, such as <c>default-lfw-dev-2026-11</c>.</param>
/// <param name="Pack">The model pack that made the embeddings.</param>
/// <param name="Embedder">Name and version of the embedder; scores of another have no meaning here.</param>
/// <param name="Source">The set of photographs, in words.</param>
/// <param name="People">Different people in the set.</param>
/// <param name="Images">Images that gave an embedding.</param>
/// <param name="FacesNotFound">Images that gave none, left out of the comparisons.</param>
/// <param name="Comparisons">Comparisons between different people that the table rests on.</param>
/// <param name="LargestGallery">The largest number of subjects that thresholds from this table are valid for.</param>
/// <param name="ExcludedPairs">Pairs of people left out because they were found to be one person, or mislabelled.</param>
/// <param name="GenuineComparisons">Comparisons of two images of one person that the false non-match rates rest on; 0 where there are none.</param>
public sealed record CalibrationProvenance(
    string Id,
    string Pack,
    string Embedder,
    string Source,
    int People,
    int Images,
    int FacesNotFound,
    long Comparisons,
    int LargestGallery,
    int ExcludedPairs = 0,
    long GenuineComparisons = 0);
