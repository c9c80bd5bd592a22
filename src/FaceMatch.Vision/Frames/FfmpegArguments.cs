using System.Globalization;
using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Frames;

/// <summary>The command line that makes ffmpeg turn a source into a row of PPM pictures.</summary>
internal static class FfmpegArguments
{
    /// <summary>Microseconds after which ffmpeg gives up on a silent connection.</summary>
    private const string Silence = "10000000";

    public static IReadOnlyList<string> For(FrameSourceSettings settings)
    {
        List<string> arguments = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "error"];
        if (IsNetwork(settings.Source))
        {
            // Over UDP a lost packet smears a face across the picture.
            if (settings.Source.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase))
                arguments.AddRange(["-rtsp_transport", "tcp", "-timeout", Silence]);
            else if (settings.Source.StartsWith("http", StringComparison.OrdinalIgnoreCase))
                arguments.AddRange(["-rw_timeout", Silence]);
            arguments.AddRange(["-fflags", "nobuffer", "-flags", "low_delay"]);
        }
        else
        {
            if (settings.RealTime) arguments.Add("-re");
            if (settings.Loop) arguments.AddRange(["-stream_loop", "-1"]);
            if (settings.Source.StartsWith("/dev/video", StringComparison.Ordinal)) arguments.AddRange(["-f", "v4l2"]);
        }

        // 'select' only ever drops, where 'fps' would also repeat frames of a slower source. A frame is taken when it is the
        // first of its tick; the hundredth keeps rounding from moving a frame that lies on a tick.
        string rate = settings.FramesPerSecond.ToString("0.######", CultureInfo.InvariantCulture);
        string tick = $"gt(floor(t*{rate}+0.01),floor(prev_selected_t*{rate}+0.01))";
        arguments.AddRange(
        [
            "-i", settings.Source,
            "-map", "0:v:0", "-an", "-sn", "-dn",
            "-vf", $"select='isnan(prev_selected_t)+{tick}+lt(t,prev_selected_t)'",
            "-fps_mode", "passthrough",
            "-f", "image2pipe", "-c:v", "ppm", "pipe:1",
        ]);
        return arguments;
    }

    /// <summary>Whether the source comes over a network, and so at its own pace.</summary>
    public static bool IsNetwork(string source) =>
        source.Contains("://", StringComparison.Ordinal) && !source.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
}
