using System.CommandLine;
using FaceMatch.LoadTest;
using FaceMatch.LoadTest.Crowd;
using FaceMatch.LoadTest.Faces;
using FaceMatch.LoadTest.FanOut;
using FaceMatch.LoadTest.Recall;
using FaceMatch.LoadTest.Serving;

return await new RootCommand("Loads FaceMatch and reports how long it takes.")
{
    SearchCommand.Create(), FacesCommand.Create(), FrameCommand.Create(), MemoryCommand.Create(), RecallCommand.Create(), ServeCommand.Create(),
    CrowdCommand.Create(), FanOutCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();
