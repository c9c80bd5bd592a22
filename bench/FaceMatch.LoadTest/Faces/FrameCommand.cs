using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FaceMatch.Core.Faces;
using FaceMatch.Vision;

namespace FaceMatch.LoadTest.Faces;

/// <summary>`frame`: a camera's frame of 1920x1080 with five faces on one core, stage by stage.</summary>
internal static class FrameCommand
{
    private const int WarmUp = 10;

    public static Command Create()
    {
        Option<DirectoryInfo> images = FaceOptions.Images();
        Option<string> pack = FaceOptions.Pack();
        var count = new Option<int>("--count") { DefaultValueFactory = _ => 200, Description = "Frames that are timed" };
        var command = new Command("frame", "Time frames of 1920x1080 with up to five faces, from pixels to embeddings, on one thread")
        {
            images, pack, count,
        };
        command.SetAction(parsed =>
        {
            using FaceVision vision = FaceOptions.Load(parsed.GetRequiredValue(pack));
            SampleImages samples = SampleImages.Read(parsed.GetRequiredValue(images), CameraFrame.MostFaces * parsed.GetValue(count));
            FaceLine line = new(vision);
            List<double>[] stages = [.. FaceLine.Stages.Select(_ => new List<double>()), []];
            int faces = 0;
            for (int i = -WarmUp; i < parsed.GetValue(count); i++)
            {
                using Frame frame = CameraFrame.Of(samples, Math.Abs(i) * CameraFrame.MostFaces);
                long started = Stopwatch.GetTimestamp();
                int found = line.Run(frame, CameraFrame.MostFaces, SmallestFace.InLive(frame.Size));
                double whole = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (i < 0) continue;
                faces += found;
                for (int stage = 0; stage < FaceLine.Stages.Count; stage++) stages[stage].Add(line.Milliseconds(stage));
                stages[^1].Add(whole);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{parsed.GetRequiredValue(pack)}: {(double)faces / stages[^1].Count:F2} faces a frame; milliseconds a frame:"));
            for (int stage = 0; stage < stages.Length; stage++)
                Console.WriteLine(Row(stage < FaceLine.Stages.Count ? FaceLine.Stages[stage] : "whole", stages[stage]));
        });
        return command;
    }

    private static string Row(string name, List<double> values)
    {
        values.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-9} least {values[0],6:F2}  median {values[values.Count / 2],6:F2}  p95 {values[(int)(values.Count * 0.95)],6:F2}");
    }
}
