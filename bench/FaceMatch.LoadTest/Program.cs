using System.CommandLine;
using FaceMatch.LoadTest;
using FaceMatch.LoadTest.Faces;

return new RootCommand("Loads FaceMatch and reports how long it takes.")
{
    SearchCommand.Create(), FacesCommand.Create(), FrameCommand.Create(), MemoryCommand.Create(),
}
    .Parse(args)
    .Invoke();
