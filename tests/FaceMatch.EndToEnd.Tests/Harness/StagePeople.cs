using FaceMatch.Cli.Client;

namespace FaceMatch.EndToEnd.Tests.Harness;

/// <summary>The two people of the stage video among strangers who are not in it.</summary>
internal static class StagePeople
{
    public const string InPlainView = "lin-manuel-miranda";

    public static async Task EnrolAsync(Station station, string watchlist, int strangers)
    {
        string list = await station.MakeWatchlistAsync(watchlist);
        foreach (string picture in Directory.EnumerateFiles(Repository.Shared("data/video/stage-people"), "*.png"))
            await station.EnrolAsync(Path.GetFileNameWithoutExtension(picture), list, picture);
        int enrolled = 0;
        foreach (Person stranger in People.Take(2 * strangers))
        {
            try
            {
                await station.EnrolAsync(stranger.Reference, list, stranger.Enrolled);
                if (++enrolled == strangers) return;
            }
            catch (ServerRefusedException refusal) when (refusal.Code is "several-faces" or "low-quality" or "no-face")
            {
                // Not every photograph in the wild can be enrolled; the next one may.
            }
        }
    }
}
