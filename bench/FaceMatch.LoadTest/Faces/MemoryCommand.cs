using System.CommandLine;
using FaceMatch.Vision;

namespace FaceMatch.LoadTest.Faces;

/// <summary>`memory`: whether memory stays flat over very many pictures of very many sizes.</summary>
internal static class MemoryCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> images = FaceOptions.Images();
        Option<string> pack = FaceOptions.Pack();
        Option<int> workers = FaceOptions.WorkerCount();
        var count = new Option<int>("--count") { DefaultValueFactory = _ => 100_000, Description = "Pictures" };
        var every = new Option<int>("--every") { DefaultValueFactory = _ => 10_000, Description = "Pictures between two readings" };
        var command = new Command("memory", "Decode, search and embed pictures of 40 sizes and watch the process's memory")
        {
            images, pack, workers, count, every,
        };
        command.SetAction(parsed =>
        {
            using FaceVision vision = FaceOptions.Load(parsed.GetRequiredValue(pack));
            var load = new MemoryLoad(vision, parsed.GetRequiredValue(images));
            IReadOnlyList<MemoryReading> readings = load.Run(
                parsed.GetValue(count), parsed.GetValue(every), parsed.GetValue(workers), reading => Console.WriteLine(reading));
            Console.WriteLine(MemoryReading.Slope(readings));
        });
        return command;
    }
}
