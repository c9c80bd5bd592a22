namespace FaceMatch.Core.Subjects;

/// <summary>
/// Whether a subject's images show one person. Two images are linked when their cosine reaches a low threshold, which even
/// poor pairs of one person do and strangers do not; images that no chain of links joins are of two people, it is to be feared.
/// </summary>
public static class ImageGroups
{
    /// <param name="embeddings">Of one subject by one pack, L2-normalised, in the order they were added.</param>
    /// <param name="least">Cosine from which two images are linked.</param>
    /// <returns>Those outside the largest group, ascending; of groups of equal size the one with the earliest image is the subject's.</returns>
    public static IReadOnlyList<int> Outsiders(IReadOnlyList<float[]> embeddings, float least)
    {
        int[] group = [.. Enumerable.Range(0, embeddings.Count)];
        for (int later = 1; later < embeddings.Count; later++)
            for (int earlier = 0; earlier < later; earlier++)
                if (Cosines.Of(embeddings[later], embeddings[earlier]) >= least) Join(group[earlier], group[later]);
        if (group.Length == 0) return [];
        int subject = group.GroupBy(number => number).OrderByDescending(members => members.Count()).ThenBy(members => members.Key).First().Key;
        return [.. Enumerable.Range(0, group.Length).Where(image => group[image] != subject)];

        void Join(int one, int other)
        {
            (int kept, int gone) = (Math.Min(one, other), Math.Max(one, other));
            for (int i = 0; i < group.Length; i++)
                if (group[i] == gone) group[i] = kept;
        }
    }
}
