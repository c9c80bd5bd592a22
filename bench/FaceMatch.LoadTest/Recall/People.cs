using FaceMatch.Core.Faces;
using FaceMatch.LoadTest.Faces;

namespace FaceMatch.LoadTest.Recall;

/// <summary>Embeddings of photographs in one folder a person.</summary>
/// <param name="Enrolled">One of each person.</param>
/// <param name="Probes">The others, with the number of their person.</param>
internal sealed record People(IReadOnlyList<float[]> Enrolled, IReadOnlyList<(int Person, float[] Embedding)> Probes)
{
    public static People Read(DirectoryInfo folder, IFaceVision vision, int workers)
    {
        (int Person, string File)[] files =
        [
            .. folder.EnumerateDirectories().OrderBy(person => person.Name, StringComparer.Ordinal)
                .SelectMany((person, number) => person.EnumerateFiles("*.jpg").OrderBy(file => file.Name, StringComparer.Ordinal)
                    .Select(file => (number, file.FullName))),
        ];
        if (files.Length == 0)
            throw new DirectoryNotFoundException($"{folder.FullName} has no folders with JPEG files.");

        var embeddings = new float[files.Length][];
        Workers.Run(workers, files.Length, () =>
        {
            var line = new FaceLine(vision);
            return i =>
            {
                using var frame = SampleImages.Decode(File.ReadAllBytes(files[i].File));
                if (line.Run(frame, 1) > 0)
                    embeddings[i] = line.Embedding.ToArray();
            };
        });

        var seen = new Dictionary<int, int>();
        var enrolled = new List<float[]>();
        var probes = new List<(int, float[])>();
        for (var i = 0; i < files.Length; i++)
        {
            if (embeddings[i] is not { } embedding)
                continue;
            if (seen.TryGetValue(files[i].Person, out var number))
            {
                probes.Add((number, embedding));
                continue;
            }

            seen.Add(files[i].Person, enrolled.Count);
            enrolled.Add(embedding);
        }

        return new People(enrolled, probes);
    }
}
